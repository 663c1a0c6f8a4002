using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using MmapModule.Measuring;

namespace MmapModule.Pictures;

/// <summary>Draws blocks as an SVG: a bar for each over its offset, axes, a legend, and bands over what is highlighted.</summary>
internal sealed class SvgPicture
{
    private const int Left = 70;
    private const int Top = 64;
    private const int PlotWidth = 900;
    private const int PlotHeight = 240;
    private const int Bottom = Top + PlotHeight;
    private const int LegendTop = Bottom + 62;
    private const int TotalWidth = Left + PlotWidth + 60;
    private const int TotalHeight = LegendTop + 26;
    private const int WidthOfDigit = 8;

    /// <summary>A band is at least so wide, or it would not be seen.</summary>
    private const double NarrowestBand = 1.5;

    private static readonly string[] s_entropyColors =
        ["#d0d0d0", "#2c5aa0", "#3f7fbf", "#4fa3c7", "#4fb39a", "#8fbf5a", "#e0b040", "#e07f35", "#c8402f"];

    private static readonly string[] s_classColors = ["#d0d0d0", "#a65fb3", "#3f9fb0", "#e0b040", "#2c5aa0"];

    private readonly PictureLayout _layout;
    private readonly PictureWords _words;
    private readonly StringBuilder _svg = new();

    /// <param name="layout">The size of the blocks.</param>
    /// <param name="words">The title and the legend.</param>
    internal SvgPicture(PictureLayout layout, PictureWords words)
    {
        _layout = layout;
        _words = words;
    }

    internal string Draw(IReadOnlyList<MappedBlock> blocks, IReadOnlyList<MapRange> highlights)
    {
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{TotalWidth}\" height=\"{TotalHeight}\" viewBox=\"0 0 {TotalWidth} {TotalHeight}\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#333333\">");
        Add($"<title>{XmlText.Escape(_words.Title)}</title>");
        Add($"<rect width=\"{TotalWidth}\" height=\"{TotalHeight}\" fill=\"#ffffff\"/>");
        Add($"<text x=\"{Left}\" y=\"26\" font-size=\"16\" font-weight=\"bold\"{Fitted(_words.Title, 9)}>{XmlText.Escape(_words.Title)}</text>");
        Add($"<text x=\"{Left}\" y=\"46\">{XmlText.Escape(_words.Subtitle)}</text>");
        DrawGrid();
        DrawBars(blocks);
        DrawHighlights(highlights);
        DrawOffsets();
        DrawLegend(highlights.Count > 0);
        _svg.Append("</svg>\n");
        return _svg.ToString();
    }

    /// <summary>A long name is pressed into the width that there is.</summary>
    private static string Fitted(string text, int widthOfLetter) =>
        text.Length * widthOfLetter > PlotWidth ? FormattableString.Invariant($" textLength=\"{PlotWidth}\" lengthAdjust=\"spacingAndGlyphs\"") : string.Empty;

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private void Add(FormattableString line) => _svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private double XOf(long offset) => Left + (PlotWidth * ((double)(offset - _layout.Range.Offset) / Math.Max(1, _layout.Range.Length)));

    private void DrawGrid()
    {
        bool isEntropy = _layout.Style == PictureStyle.Entropy;
        for (int i = 0; i <= 4; i++)
        {
            int y = Bottom - (PlotHeight * i / 4);
            Add($"<line x1=\"{Left}\" y1=\"{y}\" x2=\"{Left + PlotWidth}\" y2=\"{y}\" stroke=\"#e4e4e4\"/>");
            Add($"<text x=\"{Left - 8}\" y=\"{y + 4}\" text-anchor=\"end\">{(isEntropy ? Number(2 * i) : Number(25 * i) + " %")}</text>");
        }

        int middle = Top + (PlotHeight / 2);
        Add($"<text x=\"18\" y=\"{middle}\" text-anchor=\"middle\" transform=\"rotate(-90 18 {middle})\">{XmlText.Escape(_words.Vertical)}</text>");
    }

    private void DrawBars(IReadOnlyList<MappedBlock> blocks)
    {
        Add($"<g shape-rendering=\"crispEdges\">");
        foreach (MappedBlock block in blocks)
        {
            double x = XOf(block.Offset);
            string place = FormattableString.Invariant($"x=\"{Number(x)}\" width=\"{Number(XOf(block.Offset + block.Length) - x)}\"");
            if (_layout.Style == PictureStyle.Entropy)
            {
                // What repeats one value has a line of its own, so that it is not taken for a gap.
                double height = Math.Max(2, PlotHeight * block.Entropy / 8);
                string color = s_entropyColors[PictureCell.LevelOf(block, PictureStyle.Entropy)];
                Add($"<rect {place} y=\"{Number(Bottom - height)}\" height=\"{Number(height)}\" fill=\"{color}\"><title>0x{block.Offset:X}: {Number(block.Entropy)}</title></rect>");
                continue;
            }

            double y = Bottom;
            for (int kind = 0; kind < s_classColors.Length; kind++)
            {
                double height = PlotHeight * PictureCell.Share(block, (ByteKind)kind);
                if (height > 0)
                {
                    y -= height;
                    Add($"<rect {place} y=\"{Number(y)}\" height=\"{Number(height)}\" fill=\"{s_classColors[kind]}\"/>");
                }
            }
        }

        Add($"</g>");
    }

    private void DrawHighlights(IReadOnlyList<MapRange> highlights)
    {
        double covered = 0;
        foreach (MapRange highlight in highlights)
        {
            double x = XOf(highlight.Offset);
            double width = Math.Max(NarrowestBand, XOf(highlight.End) - x);
            if (x + width <= covered + (NarrowestBand / 2))
            {
                // Thousands of hits at one place are one band.
                continue;
            }

            covered = x + width;
            Add($"<rect x=\"{Number(x)}\" y=\"{Top}\" width=\"{Number(width)}\" height=\"{PlotHeight}\" fill=\"#000000\" fill-opacity=\"0.35\"/>");
            double center = x + (width / 2);
            Add($"<path d=\"M{Number(center - 4)} {Top - 8}h8l-4 7z\" fill=\"#000000\"/>");
        }
    }

    private void DrawOffsets()
    {
        Add($"<path d=\"M{Left} {Top}V{Bottom}H{Left + PlotWidth}\" fill=\"none\" stroke=\"#333333\"/>");
        MapRange range = _layout.Range;
        int digits = range.End.ToString("X", CultureInfo.InvariantCulture).Length;
        int mostTicks = PlotWidth / (WidthOfDigit * (digits + 5));
        long step = 1;
        while (range.Length / step > mostTicks)
        {
            step *= 2;
        }

        for (long offset = MapRange.AlignUp(range.Offset, step); offset <= range.End && offset >= 0 && range.Length > 0; offset += step)
        {
            string x = Number(XOf(offset));
            Add($"<line x1=\"{x}\" y1=\"{Bottom}\" x2=\"{x}\" y2=\"{Bottom + 5}\" stroke=\"#333333\"/>");
            Add($"<text x=\"{x}\" y=\"{Bottom + 20}\" text-anchor=\"middle\">0x{offset:X}</text>");
            if (offset > long.MaxValue - step)
            {
                break;
            }
        }

        Add($"<text x=\"{Left + (PlotWidth / 2)}\" y=\"{Bottom + 40}\" text-anchor=\"middle\">{XmlText.Escape(_words.Horizontal)}</text>");
    }

    private void DrawLegend(bool hasHighlights)
    {
        string[] colors = _layout.Style == PictureStyle.Entropy ? s_entropyColors : s_classColors;
        double x = Left;
        for (int level = 0; level < colors.Length; level++)
        {
            AddSwatch(ref x, colors[level], _words.Legend[level]);
        }

        if (hasHighlights)
        {
            AddSwatch(ref x, "#737373", _words.Highlighted);
        }
    }

    private void AddSwatch(ref double x, string color, string meaning)
    {
        Add($"<rect x=\"{Number(x)}\" y=\"{LegendTop - 10}\" width=\"12\" height=\"12\" fill=\"{color}\"/>");
        Add($"<text x=\"{Number(x + 17)}\" y=\"{LegendTop}\">{XmlText.Escape(meaning)}</text>");
        x += 40 + (7 * meaning.Length);
    }
}
