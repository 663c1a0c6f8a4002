using System;
using System.Globalization;
using System.Text;

namespace MmapModule;

/// <summary>How a line of a hex view is laid out: exactly as xxd(1) does it.</summary>
internal sealed partial class HexLayout
{
    private const int LongestPosition = 20;
    private const int TextGap = 2;

    private readonly ByteCells _cells = ByteCells.Hex;
    private readonly DumpStyle _style;
    private readonly string _separator = " ";
    private readonly string _positionFormat = "x8";
    private bool _isLast;

    /// <summary>Describes a layout.</summary>
    /// <param name="width">How many bytes a line has.</param>
    /// <param name="group">How many bytes stand together; 0 means all.</param>
    /// <param name="isLittleEndian">The last byte of a group comes first.</param>
    /// <param name="hasText">The bytes follow as ASCII.</param>
    /// <param name="style">How a byte is written, and what stands around it.</param>
    /// <param name="isUpper">Hex digits are upper-case.</param>
    /// <param name="offsets">The digits of the number at the left.</param>
    internal HexLayout(int width, int group, bool isLittleEndian, bool hasText, DumpStyle style = DumpStyle.Hex, bool isUpper = false, OffsetBase offsets = OffsetBase.Hex)
    {
        Width = width;
        Group = group == 0 ? width : Math.Min(group, width);
        IsLittleEndian = isLittleEndian;
        _style = style;
        _cells = ByteCells.Of(style, isUpper);
        _separator = style == DumpStyle.C ? ", " : " ";
        _positionFormat = offsets == OffsetBase.Decimal ? "d8" : "x8";
        HasText = hasText && HasPosition;
        HexWidth = (_cells.Width * width) + (_separator.Length * ((width - 1) / Group));
        Last = this;
        if (style == DumpStyle.C)
        {
            Last = (HexLayout)MemberwiseClone();
            Last._isLast = true;
        }
    }

    /// <summary>The layout of the last line.</summary>
    internal HexLayout Last { get; }

    /// <summary>Whether an offset stands at the left; without one there are only bytes, and none may be missing.</summary>
    internal bool HasPosition => _style is not (DumpStyle.Plain or DumpStyle.C);

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
        int at = WritePosition(position, line);
        int written = WriteHex(bytes, line[at..]);
        if (!HasText)
        {
            at += written;
            if (_style == DumpStyle.C && !_isLast)
            {
                line[at++] = ',';
            }

            return at;
        }

        line.Slice(at + written, HexWidth + TextGap - written).Fill(' ');
        at += HexWidth + TextGap;
        WriteText(bytes, line[at..]);
        return at + bytes.Length;
    }

    private int WritePosition(ulong position, Span<char> line)
    {
        if (!HasPosition)
        {
            int indent = _style == DumpStyle.C ? TextGap : 0;
            line[..indent].Fill(' ');
            return indent;
        }

        _ = position.TryFormat(line, out int at, _positionFormat, CultureInfo.InvariantCulture);
        line[at++] = ':';
        line[at++] = ' ';
        return at;
    }

    private int WriteHex(ReadOnlySpan<byte> bytes, Span<char> hex)
    {
        int at = 0;
        int width = _cells.Width;
        for (int start = 0; start < bytes.Length; start += Group)
        {
            if (start > 0)
            {
                _separator.CopyTo(hex[at..]);
                at += _separator.Length;
            }

            int missing = MissingIn(start, bytes.Length);
            hex.Slice(at, width * missing).Fill(' ');
            at += width * missing;
            int count = Math.Min(Group, bytes.Length - start);
            for (int i = 0; i < count; i++)
            {
                _cells.Write(bytes[IndexOf(start, i, count)], hex[at..]);
                at += width;
            }
        }

        return at;
    }

    /// <summary>How many bytes a little-endian group at the end of the data lacks; its digits stand at the right.</summary>
    private int MissingIn(int start, int length) =>
        IsLittleEndian ? Math.Max(0, Math.Min(start + Group, Width) - length) : 0;

    /// <summary>Which byte comes at the i-th place of a group.</summary>
    private int IndexOf(int start, int i, int count) => start + (IsLittleEndian ? count - 1 - i : i);
}
