using System;
using System.Buffers.Text;

namespace MmapModule.Platform.Linux.Proc;

/// <summary>One line of /proc/PID/maps, or the first of an entry of smaps: "start-end perms offset major:minor inode path".</summary>
internal readonly ref struct MapsLine
{
    private MapsLine(ulong start, ulong end, ReadOnlySpan<byte> permissions, ulong offset, ReadOnlySpan<byte> device, FileIdentity identity, ReadOnlySpan<byte> path)
    {
        Start = start;
        End = end;
        Permissions = permissions;
        Offset = offset;
        Device = device;
        Identity = identity;
        Path = path;
    }

    internal ulong Start { get; }

    internal ulong End { get; }

    /// <summary>Four letters such as r-xp.</summary>
    internal ReadOnlySpan<byte> Permissions { get; }

    internal ulong Offset { get; }

    /// <summary>Major and minor number in hex, such as fe:00.</summary>
    internal ReadOnlySpan<byte> Device { get; }

    /// <summary>The inode is 0 for memory without a file.</summary>
    internal FileIdentity Identity { get; }

    /// <summary>All the rest of the line: a path with blanks and line ends written \012, a name like [heap], or nothing.</summary>
    internal ReadOnlySpan<byte> Path { get; }

    /// <summary>Parses a line; false if it is something else, such as a field of smaps.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> line, out MapsLine entry)
    {
        ReadOnlySpan<byte> rest = line;
        if (!TryTakeHex(ref rest, (byte)'-', out ulong start) || !TryTakeHex(ref rest, (byte)' ', out ulong end))
        {
            entry = default;
            return false;
        }

        ReadOnlySpan<byte> permissions = ProcText.TakeWord(ref rest);
        ReadOnlySpan<byte> offsetWord = ProcText.TakeWord(ref rest);
        ReadOnlySpan<byte> device = ProcText.TakeWord(ref rest);
        ReadOnlySpan<byte> inodeWord = ProcText.TakeWord(ref rest);
        ReadOnlySpan<byte> minorText = device;
        if (permissions.Length != 4
            || !Utf8Parser.TryParse(offsetWord, out ulong offset, out _, 'x')
            || !TryTakeHex(ref minorText, (byte)':', out ulong major)
            || !Utf8Parser.TryParse(minorText, out uint minor, out _, 'x')
            || !Utf8Parser.TryParse(inodeWord, out ulong inode, out _))
        {
            entry = default;
            return false;
        }

        // The kernel pads with blanks; a path itself never begins with one.
        entry = new MapsLine(start, end, permissions, offset, device, new FileIdentity((uint)major, minor, inode), rest.TrimStart((byte)' '));
        return true;
    }

    private static bool TryTakeHex(scoped ref ReadOnlySpan<byte> text, byte terminator, out ulong value)
    {
        if (!Utf8Parser.TryParse(text, out value, out int used, 'x') || used >= text.Length || text[used] != terminator)
        {
            return false;
        }

        text = text[(used + 1)..];
        return true;
    }
}
