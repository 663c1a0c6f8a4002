using System;
using MmapModule.Measuring;

namespace MmapModule.Pictures;

/// <summary>What a block looks like: its number in the legend.</summary>
internal static class PictureCell
{
    /// <summary>A dot for one single value, and a bar that is as high as the entropy.</summary>
    internal const string EntropyGlyphs = "·▁▂▃▄▅▆▇█";

    /// <summary>One for each <see cref="ByteKind"/>: the denser, the higher the bytes.</summary>
    internal const string ClassGlyphs = "·░▒▓█";

    internal static string GlyphsOf(PictureStyle style) => style == PictureStyle.Entropy ? EntropyGlyphs : ClassGlyphs;

    /// <summary>0 to 8 for the entropy, or a <see cref="ByteKind"/>.</summary>
    internal static int LevelOf(MappedBlock block, PictureStyle style) =>
        style == PictureStyle.Entropy ? EntropyLevel(block) : (int)Dominant(block);

    /// <summary>The class that most bytes belong to.</summary>
    internal static ByteKind Dominant(MappedBlock block)
    {
        int most = 0;
        for (int kind = 1; kind < ClassGlyphs.Length; kind++)
        {
            if (Share(block, (ByteKind)kind) > Share(block, (ByteKind)most))
            {
                most = kind;
            }
        }

        return (ByteKind)most;
    }

    internal static double Share(MappedBlock block, ByteKind kind) => kind switch
    {
        ByteKind.Zero => block.ZeroShare,
        ByteKind.Control => block.ControlShare,
        ByteKind.Text => block.TextShare,
        ByteKind.High => block.HighShare,
        _ => block.FullShare,
    };

    private static int EntropyLevel(MappedBlock block) => block.Distinct == 1 ? 0 : Math.Clamp((int)Math.Ceiling(block.Entropy), 1, 8);
}
