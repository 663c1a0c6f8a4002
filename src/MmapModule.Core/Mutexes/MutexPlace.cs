using System;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>An open file and the gate before it, for one thread that takes the lock and for the hold that comes of it.</summary>
internal sealed class MutexPlace : IDisposable
{
    private readonly MutexGate _gate;
    private bool _isInside;
    private bool _isLocked;

    internal MutexPlace(ILockFile file, MutexStyle style)
    {
        File = file;
        _gate = MutexGate.Rent(file.Identity, style);
    }

    /// <summary>The open file.</summary>
    internal ILockFile File { get; }

    /// <summary>Whether the lock is held, and the path still leads to the file, so that others lock the same one.</summary>
    internal bool IsRightLock => _isLocked && File.IsCurrent;

    /// <summary>Goes in before the other threads of this process, and waits for that at most so many milliseconds.</summary>
    internal bool TryEnter(bool isShared, int milliseconds) => _isInside = _gate.TryEnter(isShared, milliseconds);

    /// <summary>Takes the lock if that can be done at once.</summary>
    internal bool TryLock(bool isShared) => _isLocked = File.TryLock(isShared);

    /// <summary>Takes the lock, and sleeps for it at most so many milliseconds.</summary>
    internal bool TryLock(ILockWait wait, bool isShared, int milliseconds) => _isLocked = wait.TryLock(isShared, milliseconds);

    /// <summary>Gives back what was taken.</summary>
    internal void Leave(bool isShared)
    {
        if (_isLocked)
        {
            _isLocked = false;
            File.Unlock(isShared);
        }

        if (_isInside)
        {
            _isInside = false;
            _gate.Leave(isShared);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _gate.Return();
        File.Dispose();
    }
}
