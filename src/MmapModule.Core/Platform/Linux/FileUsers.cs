using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace MmapModule.Platform.Linux;

/// <summary>Which processes map certain files or have them open, told by device and inode.</summary>
internal sealed class FileUsers
{
    private readonly Dictionary<FileIdentity, SortedSet<int>> _users = [];

    private FileUsers()
    {
    }

    /// <summary>False if the user may not look at some process.</summary>
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
            foreach (string folder in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
                {
                    users.Examine(folder, id);
                }
            }
        }

        return users;
    }

    internal IReadOnlyList<int> Of(FileIdentity file) => _users.TryGetValue(file, out SortedSet<int>? processes) ? [.. processes] : [];

    private void Examine(string folder, int id)
    {
        try
        {
            foreach (string line in File.ReadLines(folder + "/maps"))
            {
                Add(ParseMapsLine(line), id);
            }

            foreach (string descriptor in Directory.EnumerateFileSystemEntries(folder + "/fd"))
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

    private void Add(FileIdentity? file, int id)
    {
        if (file is not null && _users.TryGetValue(file.Value, out SortedSet<int>? processes))
        {
            processes.Add(id);
        }
    }

    /// <summary>Reads "start-end perms offset major:minor inode path", see proc_pid_maps(5).</summary>
    private static FileIdentity? ParseMapsLine(string line)
    {
        string[] fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        string[] device = fields.Length > 4 ? fields[3].Split(':') : [];
        return device.Length == 2
            && uint.TryParse(device[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint major)
            && uint.TryParse(device[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint minor)
            && ulong.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)
            && inode != 0
            ? new FileIdentity(major, minor, inode)
            : null;
    }
}
