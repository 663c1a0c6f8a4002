using System;
using System.Collections.Generic;
using System.IO;
using MmapModule.Platform;
using MmapModule.Platform.Linux;
using MmapModule.Platform.Linux.Files;

namespace MmapModule;

/// <summary>The POSIX shared memory objects of this machine.</summary>
public static class SharedMemoryCatalog
{
    /// <summary>The names of all objects, in order.</summary>
    /// <returns>The names, without leading slash.</returns>
    public static IReadOnlyList<string> Names()
    {
        List<string> names = [];
        try
        {
            foreach (string path in Directory.EnumerateFiles(LinuxPlatform.SharedMemoryFolder))
            {
                names.Add(Path.GetFileName(path));
            }
        }
        catch (DirectoryNotFoundException)
        {
            // A system without /dev/shm has no shared memory.
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>Looks at objects and at the processes that use them.</summary>
    /// <param name="names">The names; objects that have gone meanwhile are left out.</param>
    /// <returns>A description of each.</returns>
    /// <exception cref="MmapException">InvalidArgument, for a name with a slash inside.</exception>
    public static IReadOnlyList<SharedMemoryInfo> Describe(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        Dictionary<string, FileStatus> found = [];
        foreach (string name in names)
        {
            string path = LinuxPlatform.SharedMemoryFolder + SharedMemoryName.Check(name);
            if (LinuxFile.TryStat(path, followLinks: false, out FileStatus status) == 0 && status.Type == BackingType.RegularFile)
            {
                found[name] = status;
            }
        }

        FileUsers users = FileUsers.Find(found.Values);
        List<SharedMemoryInfo> result = [];
        foreach ((string name, FileStatus status) in found)
        {
            IReadOnlyList<int> processes = users.Of(status.Identity);
            result.Add(new SharedMemoryInfo
            {
                Name = name,
                Size = status.Size,
                Owner = LinuxUsers.Name(status.OwnerId),
                Mode = "0" + Convert.ToString((int)status.Mode, 8).PadLeft(3, '0'),
                ProcessId = processes,
                IsOrphan = processes.Count == 0,
                Reliable = users.SawEveryProcess,
                LastWriteTime = status.LastWriteTimeUtc.ToLocalTime(),
            });
        }

        return result;
    }

    /// <summary>Removes an object by name (shm_unlink(3)); processes that map it keep their maps.</summary>
    /// <param name="name">The name, with or without leading slash.</param>
    /// <exception cref="MmapException">SharedMemoryNotFound, AccessDenied, NotPermitted or InvalidArgument.</exception>
    public static void Remove(string name) => LinuxPlatform.RemoveSharedMemory(SharedMemoryName.Check(name));
}
