using System;
using System.IO;
using System.Text;
using MmapModule.Platform.Linux.Proc;

namespace MmapModule.Platform.Linux.Limits;

/// <summary>What the memory limits of the control groups (of a container, a service, a session) leave to this process.</summary>
internal static class CgroupMemory
{
    private const string Root = "/sys/fs/cgroup";

    /// <summary>The smallest room that this process's group and those above it have, in bytes; the largest number if none is limited.</summary>
    internal static long Available()
    {
        using ProcBuffer buffer = new();
        if (buffer.Load("/proc/self/cgroup") != 0)
        {
            return long.MaxValue;
        }

        long least = long.MaxValue;
        foreach (string line in Encoding.UTF8.GetString(buffer.Content).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // hierarchy:controllers:path
            string[] parts = line.Split(':', 3);
            if (parts.Length != 3)
            {
                continue;
            }

            if (parts[0] == "0")
            {
                string mount = Directory.Exists(Root + "/unified") ? Root + "/unified" : Root;
                least = Math.Min(least, Walk(mount, parts[2], "memory.max", "memory.current", string.Empty));
            }
            else if (Array.IndexOf(parts[1].Split(','), "memory") >= 0)
            {
                least = Math.Min(least, Walk(Root + "/memory", parts[2], "memory.limit_in_bytes", "memory.usage_in_bytes", "total_"));
            }
        }

        return least;
    }

    /// <summary>From the group up to the root of what can be seen: a limit further up counts too.</summary>
    private static long Walk(string mount, string path, string limitName, string usedName, string prefix)
    {
        long least = long.MaxValue;
        for (string group = path.TrimEnd('/'); ; group = group[..Math.Max(group.LastIndexOf('/'), 0)])
        {
            string folder = mount + group;

            // "max" is not a number: there is no limit.
            if (ProcNumbers.First(folder + "/" + limitName) is { } limit && ProcNumbers.First(folder + "/" + usedName) is { } used)
            {
                least = Math.Min(least, Math.Max(limit - used + Reclaimable(folder, prefix), 0));
            }

            if (group.Length == 0)
            {
                return least;
            }
        }
    }

    /// <summary>Cached pages of files, which the kernel drops before it runs out of memory.</summary>
    private static long Reclaimable(string folder, string prefix)
    {
        using ProcBuffer buffer = new();
        return buffer.Load(folder + "/memory.stat") != 0 ? 0
            : Field(buffer.Content, prefix + "inactive_file") + Field(buffer.Content, prefix + "active_file");
    }

    private static long Field(ReadOnlySpan<byte> text, string name)
    {
        while (ProcText.TryTakeLine(ref text, out ReadOnlySpan<byte> line))
        {
            if (ProcText.TakeWord(ref line).SequenceEqual(Encoding.UTF8.GetBytes(name)))
            {
                return ProcText.TryTakeNumber(ref line, out long value) ? value : 0;
            }
        }

        return 0;
    }
}
