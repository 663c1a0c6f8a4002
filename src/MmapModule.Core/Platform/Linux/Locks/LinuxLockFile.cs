using System;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux.Locks;

/// <summary>An open file whose lock is that of flock(2) or of fcntl(2), so it belongs to this open file and to no thread or process.</summary>
internal sealed unsafe class LinuxLockFile : ILockFile
{
    /// <summary>The longest sleep of waiters that can be woken: the holder may be a program that wakes nobody.</summary>
    private const int LongestSleep = 50;

    /// <summary>The kernel's clock for the times of files goes in steps of at most 10 ms. What is so old shows each later change.</summary>
    private static readonly TimeSpan s_oldEnough = TimeSpan.FromMilliseconds(100);

    private readonly SafeFileHandle _file;
    private readonly byte[] _nativePath;
    private readonly MutexStyle _style;
    private readonly bool _followsLinks;
    private readonly LockWords? _words;
    private DateTime? _wasCurrentAt;

    internal LinuxLockFile(SafeFileHandle file, string path, FileIdentity identity, MutexStyle style, bool followsLinks, LockWords? words)
    {
        _file = file;
        _nativePath = LinuxFile.NativePath(path);
        _style = style;
        _followsLinks = followsLinks;
        _words = words;
        Path = path;
        Identity = identity;
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public FileIdentity Identity { get; }

    /// <inheritdoc/>
    /// <remarks>
    /// Looking up the path takes longer than the lock. Removing, renaming or replacing a file changes the time of its last
    /// change, so as long as that is the same the last answer is right. It says nothing about links and folders on the way, so
    /// it counts only for names, which have neither.
    /// </remarks>
    public bool IsCurrent
    {
        get
        {
            DateTime? changed = _followsLinks ? null : LinuxFile.ChangeTime(_file);
            if (changed is not null && changed == _wasCurrentAt)
            {
                return true;
            }

            bool isCurrent = LinuxFile.TryStat(_nativePath, _followsLinks, out FileStatus status) == 0 && status.Identity == Identity;
            _wasCurrentAt = isCurrent && changed < DateTime.UtcNow - s_oldEnough ? changed : null;
            return isCurrent;
        }
    }

    /// <inheritdoc/>
    public ILockWait BeginWait() => new Wait(this);

    /// <inheritdoc/>
    public bool TryLock(bool isShared)
    {
        for (int attempt = 1; ; attempt++)
        {
            if (Set(isShared ? LockConstants.F_RDLCK : LockConstants.F_WRLCK) == 0)
            {
                return true;
            }

            int errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.EAGAIN || (errno == Errno.EACCES && _style == MutexStyle.Fcntl))
            {
                return false;
            }

            if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
            {
                throw LockCallErrors.Translate(errno, Path, _style);
            }
        }
    }

    /// <inheritdoc/>
    public void Unlock(bool isShared)
    {
        if (!isShared)
        {
            _ = _words?.SetHolder(0);
        }

        // Not only by closing: a program that is being started has the open file, too, until it runs.
        _ = Set(LockConstants.F_UNLCK);
        _words?.Wake();
    }

    /// <inheritdoc/>
    public bool Mark(bool isShared) =>
        _words is not null && (isShared ? _words.ReadHolder() : _words.SetHolder((uint)Environment.ProcessId)) != 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        _words?.Dispose();
        _file.Dispose();
    }

    // SAFETY: the lock is a local variable.
    private int Set(short type)
    {
        if (_style == MutexStyle.Flock)
        {
            return Libc.flock(_file, type switch
            {
                LockConstants.F_RDLCK => LockConstants.LOCK_SH | LockConstants.LOCK_NB,
                LockConstants.F_WRLCK => LockConstants.LOCK_EX | LockConstants.LOCK_NB,
                _ => LockConstants.LOCK_UN,
            });
        }

        FileLock all = new() { l_type = type, l_whence = FileConstants.SEEK_SET };
        return Libc.fcntl(_file, LockConstants.F_OFD_SETLK, (nint)(&all));
    }

    /// <summary>With the words of the file a release ends the sleep, without them it is found by looking again.</summary>
    private sealed class Wait : ILockWait
    {
        private readonly LinuxLockFile _lock;
        private readonly bool _isCounted;
        private int _pause = 1;

        internal Wait(LinuxLockFile file)
        {
            _lock = file;
            _isCounted = file._words?.TryCountWaiter(isMore: true) == true;
        }

        public bool TryLock(bool isShared, int milliseconds)
        {
            // The word is read before the check, so that a release after it is not slept through.
            uint? word = _isCounted ? _lock._words!.Read() : null;
            if (_lock.TryLock(isShared))
            {
                return true;
            }

            if (word is not { } seen || !_lock._words!.Sleep(seen, Math.Min(milliseconds, LongestSleep)))
            {
                Thread.Sleep(Math.Min(milliseconds, _pause));
                _pause = Math.Min(2 * _pause, LongestSleep);
            }

            return false;
        }

        public void Dispose()
        {
            if (_isCounted)
            {
                _ = _lock._words!.TryCountWaiter(isMore: false);
            }
        }
    }
}
