using System;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace MmapModule;

/// <summary>How a line of a hex view is laid out: exactly as xxd(1) does it.</summary>
internal sealed partial class HexLayout
{
    private const string Digits = "0123456789abcdef";
    private const string PositionFormat = "x8";
    private const int LongestPosition = 16;
    private const int TextGap = 2;

    /// <summary>The two digits of each byte.</summary>
    private static readonly uint[] s_pairs = MakePairs();

    /// <summary>Describes a layout.</summary>
    /// <param name="width">How many bytes a line has.</param>
    /// <param name="group">How many bytes stand together; 0 means all.</param>
    /// <param name="isLittleEndian">The last byte of a group comes first.</param>
    /// <param name="hasText">The bytes follow as ASCII.</param>
    internal HexLayout(int width, int group, bool isLittleEndian, bool hasText)
    {
        Width = width;
        Group = group == 0 ? width : Math.Min(group, width);
        IsLittleEndian = isLittleEndian;
        HasText = hasText;
        HexWidth = (2 * width) + ((width - 1) / Group);
    }

    internal int Width { get; }

    internal int Group { get; }

    internal bool IsLittleEndian { get; }

    internal bool HasText { get; }

    /// <summary>How many characters the bytes of a full line take.</summary>
    internal int HexWidth { get; }

    /// <summary>The whole lines that hold a range, and some more before and after.</summary>
    /// <param name="range">The range, in the map.</param>
    /// <param name="before">How many lines more before it.</param>
    /// <param name="after">How many lines more after it.</param>
    /// <param name="limit">The length of the map.</param>
    internal MapRange LinesAround(MapRange range, long before, long after, long limit)
    {
        long first = range.Offset / Width;
        long last = Math.Max(range.Offset, range.End - 1) / Width;
        long start = Math.Max(0, first - before) * Width;
        long end = Math.Min((last + after + 1) * Width, limit);
        return new MapRange(start, end - start);
    }

    /// <summary>The line without colors.</summary>
    internal string Format(ulong position, ReadOnlySpan<byte> bytes)
    {
        Span<char> line = stackalloc char[LongestLine];
        return new string(line[..WriteLine(position, bytes, line)]);
    }

    /// <summary>Appends the line without colors.</summary>
    internal void AppendTo(StringBuilder text, ulong position, ReadOnlySpan<byte> bytes)
    {
        Span<char> line = stackalloc char[LongestLine];
        text.Append(line[..WriteLine(position, bytes, line)]);
    }

    internal string FormatHex(ReadOnlySpan<byte> bytes)
    {
        Span<char> hex = stackalloc char[HexWidth];
        return new string(hex[..WriteHex(bytes, hex)]);
    }

    internal static string FormatText(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[bytes.Length];
        WriteText(bytes, text);
        return new string(text);
    }

    private int LongestLine => LongestPosition + 2 + HexWidth + TextGap + Width;

    /// <summary>What stands for a byte in the text beside the hex.</summary>
    internal static char TextOf(byte value) => value is >= 0x20 and < 0x7F ? (char)value : '.';

    private static void WriteText(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            text[i] = TextOf(bytes[i]);
        }
    }

    /// <summary>Writes the line and tells how long it is.</summary>
    private int WriteLine(ulong position, ReadOnlySpan<byte> bytes, Span<char> line)
    {
        _ = position.TryFormat(line, out int at, PositionFormat, CultureInfo.InvariantCulture);
        line[at++] = ':';
        line[at++] = ' ';
        int written = WriteHex(bytes, line[at..]);
        if (!HasText)
        {
            return at + written;
        }

        line.Slice(at + written, HexWidth + TextGap - written).Fill(' ');
        at += HexWidth + TextGap;
        WriteText(bytes, line[at..]);
        return at + bytes.Length;
    }

    private int WriteHex(ReadOnlySpan<byte> bytes, Span<char> hex)
    {
        int at = 0;
        for (int start = 0; start < bytes.Length; start += Group)
        {
            if (start > 0)
            {
                hex[at++] = ' ';
            }

            int missing = MissingIn(start, bytes.Length);
            hex.Slice(at, 2 * missing).Fill(' ');
            at += 2 * missing;
            int count = Math.Min(Group, bytes.Length - start);
            for (int i = 0; i < count; i++)
            {
                // Two characters at a time: a dump is made of nothing else.
                MemoryMarshal.Write(MemoryMarshal.AsBytes(hex.Slice(at, 2)), in s_pairs[bytes[IndexOf(start, i, count)]]);
                at += 2;
            }
        }

        return at;
    }

    private static uint[] MakePairs()
    {
        uint[] pairs = new uint[256];
        for (int value = 0; value < pairs.Length; value++)
        {
            pairs[value] = MemoryMarshal.Read<uint>(MemoryMarshal.AsBytes<char>([Digits[value >> 4], Digits[value & 0xF]]));
        }

        return pairs;
    }

    /// <summary>How many bytes a little-endian group at the end of the data lacks; its digits stand at the right.</summary>
    private int MissingIn(int start, int length) =>
        IsLittleEndian ? Math.Max(0, Math.Min(start + Group, Width) - length) : 0;

    /// <summary>Which byte comes at the i-th place of a group.</summary>
    private int IndexOf(int start, int i, int count) => start + (IsLittleEndian ? count - 1 - i : i);
}
