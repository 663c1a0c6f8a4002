using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace MmapModule.Platform.Linux;

/// <summary>/proc/self/maps: what may be done with the pages of a range.</summary>
internal static class PagePermissions
{
    /// <summary>The mapped parts of the range and their protection, relative to the address.</summary>
    internal static List<(MapRange Range, MapProtection Protection)> Read(nint address, long length)
    {
        List<(MapRange Range, MapProtection Protection)> parts = [];
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            // 7f5c3a000000-7f5c3a021000 rw-p 00000000 00:00 0
            int dash = line.IndexOf('-', StringComparison.Ordinal);
            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            ulong first = ulong.Parse(line.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            ulong last = ulong.Parse(line.AsSpan(dash + 1, blank - dash - 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            ulong start = Math.Max(first, (ulong)address);
            ulong end = Math.Min(last, (ulong)address + (ulong)length);
            if (start < end)
            {
                parts.Add((new MapRange((long)(start - (ulong)address), (long)(end - start)), Protection(line.AsSpan(blank + 1, 3))));
            }
        }

        return parts;
    }

    private static MapProtection Protection(ReadOnlySpan<char> letters) =>
        (letters[0] == 'r' ? MapProtection.Read : MapProtection.None)
        | (letters[1] == 'w' ? MapProtection.Write : MapProtection.None)
        | (letters[2] == 'x' ? MapProtection.Execute : MapProtection.None);
}
