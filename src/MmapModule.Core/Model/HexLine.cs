using System.Text;

namespace MmapModule;

/// <summary>One line of a dump. As text it is the line that xxd(1) would print.</summary>
public sealed class HexLine
{
    private readonly HexLayout _layout;
    private readonly HexStyle _style;
    private readonly MapRange[] _marks;
    private readonly string? _note;

    internal HexLine(HexLineKind kind, MapRange range, ulong position, byte[] bytes, HexLayout layout, HexStyle style, MapRange[] marks)
    {
        Kind = kind;
        Offset = range.Offset;
        Length = range.Length;
        Position = position;
        Bytes = bytes;
        _layout = layout;
        _style = style;
        _marks = marks;
    }

    /// <summary>A line without bytes: a gap, with a word on what follows, or what stands around the bytes.</summary>
    internal HexLine(HexLayout layout, string note, HexLineKind kind = HexLineKind.Gap)
        : this(kind, default, 0, [], layout, HexStyle.Plain, []) => _note = note;

    /// <summary>What the line stands for.</summary>
    public HexLineKind Kind { get; }

    /// <summary>Where its bytes start, counted from the start of the map.</summary>
    public long Offset { get; }

    /// <summary>How many bytes of the map it stands for; for repeated lines all that are hidden.</summary>
    public long Length { get; }

    /// <summary>The number on the left: the offset in the map or in the file, or the address.</summary>
    public ulong Position { get; }

    /// <summary>The bytes. For repeated lines those of one of them, for a gap or frame none.</summary>
    public byte[] Bytes { get; }

    /// <summary>The bytes as digits, grouped as shown.</summary>
    public string Hex => _layout.FormatHex(Bytes);

    /// <summary>The bytes as ASCII, with a dot for what cannot be seen.</summary>
    public string Text => HexLayout.FormatText(Bytes);

    /// <summary>Whether highlighted bytes are in the line.</summary>
    public bool IsHighlighted => _marks.Length > 0;

    /// <summary>The line as it is shown: with colors, if they were on when it was made.</summary>
    public string Display => Kind == HexLineKind.Data && _style.IsOn ? _layout.FormatInColor(this, _style, _marks) : ToString();

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        HexLineKind.Data => _layout.Format(Position, Bytes),
        HexLineKind.Repeat => "*",
        _ => _note!,
    };

    /// <summary>Appends the line without colors.</summary>
    internal void AppendTo(StringBuilder text)
    {
        if (Kind == HexLineKind.Data)
        {
            _layout.AppendTo(text, Position, Bytes);
        }
        else
        {
            text.Append(ToString());
        }
    }
}
