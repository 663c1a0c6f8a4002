using System;
using System.Collections.Generic;
using MmapModule.Platform.Linux.Errors;

namespace MmapModule.Platform.Linux.Proc;

/// <summary>/proc/self/maps: what may be done with the pages of a range.</summary>
internal static class PagePermissions
{
    private const string MapsFile = "/proc/self/maps";

    /// <summary>The mapped parts of the range and their protection, relative to the address.</summary>
    /// <exception cref="MmapException">The file cannot be read: no descriptor is left.</exception>
    internal static List<(MapRange Range, MapProtection Protection)> Read(nint address, long length)
    {
        using ProcBuffer buffer = new();
        int errno = buffer.Load(MapsFile);
        if (errno != 0)
        {
            throw LinuxErrors.Translate(errno, new NativeFailure { Call = "open", Path = MapsFile });
        }

        List<(MapRange Range, MapProtection Protection)> parts = [];
        ReadOnlySpan<byte> text = buffer.Content;
        while (ProcText.TryTakeLine(ref text, out ReadOnlySpan<byte> line))
        {
            if (!MapsLine.TryParse(line, out MapsLine entry))
            {
                continue;
            }

            ulong start = Math.Max(entry.Start, (ulong)address);
            ulong end = Math.Min(entry.End, (ulong)address + (ulong)length);
            if (start < end)
            {
                parts.Add((new MapRange((long)(start - (ulong)address), (long)(end - start)), Protection(entry.Permissions)));
            }
        }

        return parts;
    }

    private static MapProtection Protection(ReadOnlySpan<byte> letters) =>
        (letters[0] == 'r' ? MapProtection.Read : MapProtection.None)
        | (letters[1] == 'w' ? MapProtection.Write : MapProtection.None)
        | (letters[2] == 'x' ? MapProtection.Execute : MapProtection.None);
}
