namespace MmapModule.Pictures;

/// <summary>How many bytes a cell of a picture stands for, and how many cells a row has.</summary>
internal sealed class PictureLayout
{
    /// <summary>Fewer bytes cannot have a high entropy, however random they are.</summary>
    private const long SmallestEntropyCell = 256;

    private const long SmallestClassCell = 16;

    /// <param name="range">What is shown.</param>
    /// <param name="style">What of it is shown.</param>
    /// <param name="width">How many cells a row has at most.</param>
    /// <param name="height">How many rows there are at most.</param>
    internal PictureLayout(MapRange range, PictureStyle style, int width, int height)
    {
        Range = range;
        Style = style;
        Width = width;
        long size = style == PictureStyle.Entropy ? SmallestEntropyCell : SmallestClassCell;
        while (CellsOf(range.Length, size) > (long)width * height)
        {
            size *= 2;
        }

        CellSize = size;
    }

    internal MapRange Range { get; }

    internal PictureStyle Style { get; }

    internal int Width { get; }

    /// <summary>A power of two, so that offsets are round.</summary>
    internal long CellSize { get; }

    private static long CellsOf(long length, long size) => (length / size) + (length % size == 0 ? 0 : 1);
}
