namespace MmapModule;

/// <summary>One line of a picture of bytes.</summary>
public sealed class PictureLine
{
    internal PictureLine(PictureLineKind kind, string text, string display)
    {
        Kind = kind;
        Text = text;
        Display = display;
    }

    /// <summary>What the line is.</summary>
    public PictureLineKind Kind { get; }

    /// <summary>Where the bytes of its cells start, counted from the start of the map.</summary>
    public long Offset { get; internal init; }

    /// <summary>How many bytes its cells stand for.</summary>
    public long Length { get; internal init; }

    /// <summary>How many bytes a cell stands for; the last one of a picture may stand for fewer.</summary>
    public long CellSize { get; internal init; }

    /// <summary>One character for each cell; of a line without cells, what it says.</summary>
    public string Cells { get; internal init; } = string.Empty;

    /// <summary>The line without colors.</summary>
    public string Text { get; }

    /// <summary>The line as it is shown: with colors, if they were on when it was made.</summary>
    public string Display { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
