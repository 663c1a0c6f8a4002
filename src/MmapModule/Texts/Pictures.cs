using System;
using System.Collections.Generic;
using MmapModule.Formatting;
using MmapModule.Pictures;

namespace MmapModule.Texts;

/// <summary>What is written around the cells of pictures.</summary>
internal static class Pictures
{
    internal const string MarksMeaning = "^ highlighted";

    /// <summary>The first one is that of a single value, again and again.</summary>
    private static readonly string[] s_entropyLevels = ["0", "0-1", "1-2", "2-3", "3-4", "4-5", "5-6", "6-7", "7-8"];

    private static readonly string[] s_classes = ["00", "control", "text", "80 to FE", "FF"];

    internal static IReadOnlyList<string> Meanings(PictureStyle style) => style == PictureStyle.Entropy ? s_entropyLevels : s_classes;

    internal static string Unit(PictureStyle style) => style == PictureStyle.Entropy ? "bits per byte" : string.Empty;

    internal static string Title(MemoryMap map, MapRange range, long cellSize) =>
        Name(map) + ": " + Part(map, range) + ", " + ByteSize.Format(cellSize) + " in each cell";

    internal static PictureWords Words(MemoryMap map, PictureLayout layout) => layout.Style == PictureStyle.Entropy
        ? new PictureWords(Name(map), Part(map, layout.Range) + "; entropy of blocks of " + ByteSize.Format(layout.CellSize), "bits per byte", "offset", Meanings(layout.Style), "highlighted")
        : new PictureWords(Name(map), Part(map, layout.Range) + "; classes of bytes in blocks of " + ByteSize.Format(layout.CellSize), "share of bytes", "offset", Meanings(layout.Style), "highlighted");

    private static string Name(MemoryMap map) => Shown.Name(map.Path ?? map.ToString());

    private static string Part(MemoryMap map, MapRange range) => range.Length == map.Length
        ? ByteSize.Format(range.Length)
        : FormattableString.Invariant($"{ByteSize.Format(range.Length)} from 0x{range.Offset:X}");
}
