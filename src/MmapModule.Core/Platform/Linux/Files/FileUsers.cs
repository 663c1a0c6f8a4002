using System;
using System.Collections.Generic;
using System.IO;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Proc;

namespace MmapModule.Platform.Linux.Files;

/// <summary>Which processes map certain files or have them open, identified by device and inode.</summary>
internal sealed class FileUsers
{
    private readonly Dictionary<FileIdentity, SortedSet<int>> _users = [];

    private FileUsers()
    {
    }

    /// <summary>False if the user may not examine some process.</summary>
    internal bool SawEveryProcess { get; private set; } = true;

    internal static FileUsers Find(IEnumerable<FileStatus> files)
    {
        FileUsers users = new();
        foreach (FileStatus file in files)
        {
            users._users[file.Identity] = [];
        }

        if (users._users.Count > 0)
        {
            using ProcBuffer buffer = new();
            foreach (int id in ProcFolder.ProcessIds())
            {
                users.Examine(id, buffer);
            }
        }

        return users;
    }

    internal IReadOnlyList<int> Of(FileIdentity file) => _users.TryGetValue(file, out SortedSet<int>? processes) ? [.. processes] : [];

    private void Examine(int id, ProcBuffer buffer)
    {
        int errno = buffer.Load(ProcFolder.PathOf(id, "maps"));
        SawEveryProcess &= errno is not (Errno.EACCES or Errno.EPERM);
        ReadOnlySpan<byte> text = buffer.Content;
        while (ProcText.TryTakeLine(ref text, out ReadOnlySpan<byte> line))
        {
            if (MapsLine.TryParse(line, out MapsLine entry))
            {
                Add(entry.Identity, id);
            }
        }

        try
        {
            foreach (string descriptor in Directory.EnumerateFileSystemEntries(ProcFolder.PathOf(id, "fd")))
            {
                if (LinuxFile.TryStat(descriptor, followLinks: true, out FileStatus status) == 0)
                {
                    Add(status.Identity, id);
                }
            }
        }
        catch (UnauthorizedAccessException)
        {
            SawEveryProcess = false;
        }
        catch (IOException)
        {
            // The process has ended meanwhile.
        }
    }

    private void Add(FileIdentity file, int id)
    {
        if (_users.TryGetValue(file, out SortedSet<int>? processes))
        {
            processes.Add(id);
        }
    }
}
