using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using MmapModule.Measuring;

namespace MmapModule.Pictures;

/// <summary>Draws blocks as rows of characters.</summary>
internal sealed class TextPicture
{
    private const char Mark = '^';

    private readonly PictureLayout _layout;
    private readonly HexStyle _style;
    private readonly HexHighlights _highlights;
    private readonly string _offsetFormat;

    /// <param name="layout">The size of the cells and rows.</param>
    /// <param name="style">The colors.</param>
    /// <param name="highlights">What is marked.</param>
    internal TextPicture(PictureLayout layout, HexStyle style, HexHighlights highlights)
    {
        _layout = layout;
        _style = style;
        _highlights = highlights;
        _offsetFormat = "x" + DigitsOf(layout.Range.End).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>How many characters stand in front of the cells.</summary>
    internal static int MarginOf(MapRange range) => DigitsOf(range.End) + 2;

    /// <summary>A line of words.</summary>
    internal static PictureLine Words(PictureLineKind kind, string text) => new(kind, text, text) { Cells = text };

    /// <summary>What the characters mean.</summary>
    internal static PictureLine Legend(PictureStyle style, HexStyle colors, IReadOnlyList<string> meanings, string unit)
    {
        string glyphs = PictureCell.GlyphsOf(style);
        StringBuilder plain = new();
        StringBuilder shown = new();
        for (int level = 0; level < glyphs.Length; level++)
        {
            string color = ColorOf(level, style, colors);
            string meaning = " " + meanings[level] + "  ";
            plain.Append(glyphs[level]).Append(meaning);
            shown.Append(color).Append(glyphs[level]).Append(color.Length > 0 ? colors.Reset : string.Empty).Append(meaning);
        }

        string text = plain.Append(unit).ToString().TrimEnd();
        return new PictureLine(PictureLineKind.Legend, text, shown.Append(unit).ToString().TrimEnd()) { Cells = text };
    }

    /// <summary>The rows, drawn while the blocks are measured. An error comes after the cells before it.</summary>
    internal IEnumerable<PictureLine> Rows(IEnumerable<MappedBlock> blocks)
    {
        List<MappedBlock> row = new(Math.Min(_layout.Width, 1024));
        ExceptionDispatchInfo? failure = null;
        using IEnumerator<MappedBlock> source = blocks.GetEnumerator();
        while (true)
        {
            bool hasMore = false;
            try
            {
                hasMore = source.MoveNext();
            }
            catch (MmapException error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }

            if (hasMore)
            {
                row.Add(source.Current);
            }

            if (row.Count == _layout.Width || (!hasMore && row.Count > 0))
            {
                yield return Cells(row);
                if (Marks(row) is { } marks)
                {
                    yield return marks;
                }

                row.Clear();
            }

            if (!hasMore)
            {
                failure?.Throw();
                yield break;
            }
        }
    }

    /// <summary>The same level gives the same string object.</summary>
    private static string ColorOf(int level, PictureStyle style, HexStyle colors) => style == PictureStyle.Entropy
        ? level switch
        {
            0 => colors.Zero,
            1 or 2 => colors.Full,
            3 or 4 => colors.Printable,
            5 => colors.Whitespace,
            6 => colors.High,
            7 => colors.Control,
            _ => colors.Removed,
        }
        : (ByteKind)level switch
        {
            ByteKind.Zero => colors.Zero,
            ByteKind.Control => colors.Control,
            ByteKind.Text => colors.Printable,
            ByteKind.High => colors.High,
            _ => colors.Full,
        };

    private static int DigitsOf(long end) => Math.Max(8, end.ToString("x", CultureInfo.InvariantCulture).Length);

    private PictureLine Cells(List<MappedBlock> row)
    {
        string glyphs = PictureCell.GlyphsOf(_layout.Style);
        string margin = row[0].Offset.ToString(_offsetFormat, CultureInfo.InvariantCulture) + ": ";
        StringBuilder cells = new(row.Count);
        StringBuilder shown = new(margin);
        string current = string.Empty;
        foreach (MappedBlock block in row)
        {
            int level = PictureCell.LevelOf(block, _layout.Style);
            string wanted = IsMarked(block) ? _style.Highlight : ColorOf(level, _layout.Style, _style);
            if (!ReferenceEquals(wanted, current))
            {
                shown.Append(current.Length > 0 ? _style.Reset : string.Empty).Append(wanted);
                current = wanted;
            }

            cells.Append(glyphs[level]);
            shown.Append(glyphs[level]);
        }

        shown.Append(current.Length > 0 ? _style.Reset : string.Empty);
        string text = cells.ToString();
        return Line(PictureLineKind.Cells, row, margin + text, shown.ToString(), text);
    }

    /// <summary>Colors get lost in files and pipes, so what is highlighted is marked by characters as well.</summary>
    private PictureLine? Marks(List<MappedBlock> row)
    {
        StringBuilder marks = new(row.Count);
        foreach (MappedBlock block in row)
        {
            marks.Append(IsMarked(block) ? Mark : ' ');
        }

        string text = marks.ToString().TrimEnd();
        string line = new string(' ', MarginOf(_layout.Range)) + text;
        return text.Length == 0 ? null : Line(PictureLineKind.Marks, row, line, line, text);
    }

    private PictureLine Line(PictureLineKind kind, List<MappedBlock> row, string text, string display, string cells) => new(kind, text, display)
    {
        Offset = row[0].Offset,
        Length = row[^1].Offset + row[^1].Length - row[0].Offset,
        CellSize = _layout.CellSize,
        Cells = cells,
    };

    private bool IsMarked(MappedBlock block) => _highlights.NextFrom(block.Offset) < block.Offset + block.Length;
}
