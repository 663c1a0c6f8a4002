using System;
using System.Collections.Generic;
using System.Linq;
using MmapModule.Platform.Linux.Proc;

namespace MmapModule.Platform.Linux.SystemV;

/// <summary>Which processes map System V segments. In /proc/PID/maps the inode of such a mapping is the id of the segment.</summary>
internal sealed class SegmentUsers
{
    private readonly Dictionary<int, SortedSet<int>> _users;

    private SegmentUsers(IEnumerable<SystemVSegment> segments) => _users = segments.ToDictionary(static segment => segment.Id, static _ => new SortedSet<int>());

    internal static SegmentUsers Find(IReadOnlyList<SystemVSegment> segments)
    {
        SegmentUsers users = new(segments.Where(static segment => segment.AttachCount > 0));
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

    internal int[] Of(int segment) => _users.TryGetValue(segment, out SortedSet<int>? processes) ? [.. processes] : [];

    private void Examine(int process, ProcBuffer buffer)
    {
        _ = buffer.Load(ProcFolder.PathOf(process, "maps"));
        ReadOnlySpan<byte> text = buffer.Content;
        while (ProcText.TryTakeLine(ref text, out ReadOnlySpan<byte> line))
        {
            // Memory of the kernel's own tmpfs, which no mount shows.
            if (MapsLine.TryParse(line, out MapsLine entry)
                && entry.Path.StartsWith("/SYSV"u8)
                && entry.Device.StartsWith("00:"u8)
                && _users.TryGetValue((int)entry.Identity.Inode, out SortedSet<int>? processes))
            {
                processes.Add(process);
            }
        }
    }
}
