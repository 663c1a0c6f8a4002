using System;
using System.Threading;
using MmapModule.Platform.Windows.Waiting;

namespace MmapModule.Platform.Windows.Locks;

/// <summary>An open file whose lock is that of LockFileEx, so it belongs to this open file and to no thread, and the system releases it with the process.</summary>
internal sealed class WindowsLockFile : ILockFile
{
    /// <summary>The longest sleep: the holder may end, or be a program that wakes nobody.</summary>
    private const int LongestSleep = 50;

    private readonly IMapPlatform _platform;
    private readonly MapBacking _file;
    private readonly bool _hasNote;
    private readonly NamedEvent? _released;

    internal WindowsLockFile(IMapPlatform platform, MapBacking file, string path, bool hasNote)
    {
        _platform = platform;
        _file = file;
        _hasNote = hasNote;
        _released = NamedEvent.TryOpen("Lock", file.Identity, wakesAll: false);
        Path = path;
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public FileIdentity Identity => _file.Identity;

    /// <inheritdoc/>
    public bool IsCurrent => _platform.StatPath(Path)?.Identity == Identity;

    /// <inheritdoc/>
    public ILockWait BeginWait() => new Wait(this);

    /// <inheritdoc/>
    public bool TryLock(bool isShared)
    {
        if (!FileByte.TryLock(_file.File, isShared, Path))
        {
            return false;
        }

        OwnHolds.Add(Identity);
        return true;
    }

    /// <inheritdoc/>
    public void Unlock(bool isShared)
    {
        if (_hasNote && !isShared)
        {
            HolderNote.Write(_file.File, 0);
        }

        OwnHolds.Remove(Identity);
        FileByte.Unlock(_file.File);
        _released?.Set();
    }

    /// <inheritdoc/>
    public bool Mark(bool isShared)
    {
        uint holder = _hasNote ? HolderNote.Read(_file.File) : 0;
        if (_hasNote && !isShared)
        {
            HolderNote.Write(_file.File, (uint)Environment.ProcessId);
        }

        return holder != 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _released?.Dispose();
        _file.Dispose();
    }

    private sealed class Wait : ILockWait
    {
        private readonly WindowsLockFile _lock;
        private int _pause = 1;

        internal Wait(WindowsLockFile file) => _lock = file;

        public bool TryLock(bool isShared, int milliseconds)
        {
            if (_lock.TryLock(isShared))
            {
                return true;
            }

            int sleep = Math.Min(milliseconds, _pause);
            _pause = Math.Min(2 * _pause, LongestSleep);
            if (_lock._released is { } released)
            {
                released.Sleep(sleep);
            }
            else
            {
                Thread.Sleep(sleep);
            }

            return false;
        }

        public void Dispose()
        {
        }
    }
}
