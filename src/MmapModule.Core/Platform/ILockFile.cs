using System;

namespace MmapModule.Platform;

/// <summary>An open file for one hold at a time. One thread at a time uses it.</summary>
internal interface ILockFile : IDisposable
{
    /// <summary>The file.</summary>
    string Path { get; }

    /// <summary>Which file it is, whatever becomes of its name.</summary>
    FileIdentity Identity { get; }

    /// <summary>Whether the path still leads to this file, so that others lock the same one.</summary>
    bool IsCurrent { get; }

    /// <summary>Begins a wait for the lock.</summary>
    ILockWait BeginWait();

    /// <summary>Takes the lock if that can be done at once.</summary>
    bool TryLock(bool isShared);

    /// <summary>Releases the lock, and wakes who waits for it if that is possible.</summary>
    void Unlock(bool isShared);

    /// <summary>Notes in the file that somebody holds it alone, if that is so and the file can keep such a note.</summary>
    /// <returns>True if there was the note of somebody who has ended without releasing it.</returns>
    bool Mark(bool isShared);
}
