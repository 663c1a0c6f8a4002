using System;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>A lock that this process holds, until it is disposed or the process ends, however it does.</summary>
/// <remarks>It belongs to this object and not to a thread: any thread may release it.</remarks>
public sealed class MutexHold : IDisposable
{
    private readonly SharedMutex _mutex;
    private readonly MutexGate _gate;
    private ILockFile? _file;

    internal MutexHold(SharedMutex mutex, ILockFile file, MutexGate gate, bool isShared)
    {
        _mutex = mutex;
        _gate = gate;
        _file = file;
        Identity = file.Identity;
        Path = file.Path;
        IsShared = isShared;
        OwnerDied = file.Mark(isShared);
    }

    /// <summary>The file that is locked.</summary>
    public string Path { get; }

    /// <summary>Whether others may share it.</summary>
    public bool IsShared { get; }

    /// <summary>True if the last one who held it alone ended without releasing it, so that what it protects may be half done.</summary>
    public bool OwnerDied { get; }

    /// <summary>Whether it is still held.</summary>
    public bool IsHeld => Volatile.Read(ref _file) is not null;

    internal FileIdentity Identity { get; }

    /// <summary>Releases the lock; doing so again has no effect.</summary>
    public void Dispose() => TryRelease();

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Releases the lock; false if that was done before.</summary>
    internal bool TryRelease()
    {
        ILockFile? file = Interlocked.Exchange(ref _file, null);
        if (file is null)
        {
            return false;
        }

        MutexRegistry.Forget(this);
        file.Unlock(IsShared);
        _gate.Leave(IsShared);
        _gate.Return();
        _mutex.Return(file);
        return true;
    }
}
