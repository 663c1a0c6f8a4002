using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Proc;

namespace MmapModule.Platform.Linux.Locks;

/// <summary>Who holds locks on certain files.</summary>
/// <remarks>
/// The open files of the processes tell it best. /proc/locks has the process that took a lock, which may have ended and left it
/// to a child ("exec 9>file; flock 9" in a shell), nobody for locks of open files, and other numbers for files of some file
/// systems; so it only fills in what cannot be examined.
/// </remarks>
internal sealed class LockHolders
{
    private const string LockField = "lock:";

    private readonly HashSet<FileIdentity> _files;
    private readonly List<HeldLock> _found = [];
    private bool _sawEveryProcess = true;

    private LockHolders(IEnumerable<FileIdentity> files) => _files = [.. files];

    internal static LockHolders Find(IEnumerable<FileIdentity> files)
    {
        LockHolders holders = new(files);
        if (holders._files.Count == 0)
        {
            return holders;
        }

        foreach (int id in ProcFolder.ProcessIds())
        {
            holders.Examine(id);
        }

        foreach (string line in Lines("/proc/locks"))
        {
            if (LockLine.Parse(line) is { } held && holders._files.Contains(held.File) && !holders._found.Exists(one => one.File == held.File && one.Style == held.Style))
            {
                holders._found.Add(held);
            }
        }

        return holders;
    }

    /// <summary>An entry for each kind of lock that is held on a file, or one that says that none is.</summary>
    internal IEnumerable<SharedMutexInfo> Describe(string path, FileIdentity file)
    {
        List<SharedMutexInfo> entries = [];
        foreach (IGrouping<MutexStyle, HeldLock> held in _found.Where(one => one.File == file).GroupBy(static one => one.Style).OrderBy(static one => one.Key))
        {
            int[] processes = [.. held.Select(static one => one.ProcessId).Where(static id => id > 0 && Directory.Exists(ProcFolder.PathOf(id, string.Empty))).Distinct().Order()];
            bool isShared = held.All(static one => one.IsShared);
            entries.Add(new SharedMutexInfo
            {
                Path = path,
                Style = held.Key,
                IsShared = isShared,
                ProcessId = processes,
                Reliable = _sawEveryProcess || (!isShared && processes.Length > 0),
            });
        }

        return entries.Count > 0 ? entries : [new SharedMutexInfo { Path = path, Reliable = _sawEveryProcess }];
    }

    private void Examine(int id)
    {
        try
        {
            foreach (string descriptor in Directory.EnumerateFileSystemEntries(ProcFolder.PathOf(id, "fd")))
            {
                if (LinuxFile.TryStat(descriptor, followLinks: true, out FileStatus status) == 0 && _files.Contains(status.Identity))
                {
                    AddLocks(id, Path.GetFileName(descriptor), status.Identity);
                }
            }
        }
        catch (UnauthorizedAccessException)
        {
            _sawEveryProcess = false;
        }
        catch (IOException)
        {
            // The process has ended meanwhile.
        }
    }

    private void AddLocks(int id, string descriptor, FileIdentity file)
    {
        foreach (string line in Lines(ProcFolder.PathOf(id, "fdinfo/" + descriptor)))
        {
            if (line.StartsWith(LockField, StringComparison.Ordinal) && LockLine.Parse(line[LockField.Length..]) is { } held)
            {
                _found.Add(held with { File = file, ProcessId = id });
            }
        }
    }

    private static string[] Lines(string path)
    {
        using ProcBuffer buffer = new();
        return buffer.Load(path) == 0 ? System.Text.Encoding.UTF8.GetString(buffer.Content).Split('\n') : [];
    }
}
