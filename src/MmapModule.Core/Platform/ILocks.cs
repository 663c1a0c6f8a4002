using System;
using System.Collections.Generic;

namespace MmapModule.Platform;

/// <summary>Locks on files, which the system releases when the process that holds them ends, however it does.</summary>
internal interface ILocks
{
    /// <summary>Opens or creates the file of a lock with a name, which can wake those who wait.</summary>
    ILockFile OpenLock(string name, bool allowForeignOwner);

    /// <summary>Opens or creates a file that is locked and never written.</summary>
    ILockFile OpenLockFile(string path, MutexStyle style);

    /// <summary>The path of the file of a lock with a name.</summary>
    string PathOfLock(string name);

    /// <summary>The names of all locks that can be listed, in order.</summary>
    IReadOnlyList<string> LockNames();

    /// <summary>Examines files and the processes that hold locks on them; an entry for each kind of lock that is held, or one that is not.</summary>
    /// <param name="paths">The files. All processes are looked at once for all of them.</param>
    /// <param name="failed">Called for each file that is not there or may not be examined.</param>
    IReadOnlyList<SharedMutexInfo> DescribeLocks(IReadOnlyList<string> paths, Action<string, MmapException> failed);
}
