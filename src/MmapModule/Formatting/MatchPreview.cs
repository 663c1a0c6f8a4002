using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using MmapModule.Binding;

namespace MmapModule.Formatting;

/// <summary>Shows the text of a search hit.</summary>
public static class MatchPreview
{
    private const int Longest = 256;

    /// <summary>This much of a line is shown before the hit, if the line is long.</summary>
    private const int ShownBefore = 32;

    /// <summary>The beginning of the text, in which what cannot be seen, or would do something to the terminal, is a dot.</summary>
    /// <param name="match">A hit, or a copy of one from another process.</param>
    /// <returns>The text; empty if the bytes cannot be read any more.</returns>
    public static string Format(object? match) =>
        match is null || Properties.Text(match, nameof(MappedMatch.Text)) is not string text ? string.Empty : Visible(text, 0, text.Length);

    /// <summary>The line, with the hit highlighted, and the lines around it.</summary>
    /// <param name="match">A hit with its line, or a copy of one from another process.</param>
    /// <param name="psStyle">$PSStyle, which says whether there is color.</param>
    /// <param name="isTerminal">Whether the host shows escape sequences.</param>
    /// <returns>The text.</returns>
    public static string Line(object? match, object? psStyle, bool isTerminal)
    {
        if (match is null)
        {
            return string.Empty;
        }

        HexStyle style = HexPalette.From(psStyle, isTerminal);
        string line = WithoutTabs(Properties.Text(match, nameof(MappedLineMatch.Line)) ?? string.Empty);
        string text = Properties.Text(match, nameof(MappedMatch.Text)) ?? string.Empty;
        int place = PlainValue.Of(Properties.Value(match, nameof(MappedLineMatch.Column))) is int column ? Math.Clamp(column - 1, 0, line.Length) : 0;
        int end = Math.Min(line.Length, place + text.Length);
        List<string> shown = [];
        int start = 0;
        foreach (string one in LinesOf(line))
        {
            int stop = start + one.Length;
            shown.Add(Highlighted(one, Math.Clamp(place, start, stop) - start, Math.Clamp(end, start, stop) - start, style));
            start = stop + 1;
        }

        if (Properties.Value(match, nameof(MappedContextMatch.Context)) is not { } context)
        {
            return string.Join('\n', shown);
        }

        // A long line is wrapped, so each line has its own number and mark.
        long? number = PlainValue.Of(Properties.Value(match, nameof(MappedLineMatch.LineNumber))) as long?;
        string[] before = Lines(context, nameof(MappedMatchContext.PreContext));
        string[] after = Lines(context, nameof(MappedMatchContext.PostContext));
        int width = FormattableString.Invariant($"{number + shown.Count - 1 + after.Length}").Length;
        IEnumerable<string> all =
        [
            .. before.Select((one, i) => Numbered(" ", number - before.Length + i, width, Plain(one))),
            .. shown.Select((one, i) => Numbered(">", number + i, width, one)),
            .. after.Select((one, i) => Numbered(" ", number + shown.Count + i, width, Plain(one))),
        ];
        return string.Join('\n', all);
    }

    private static string Numbered(string mark, long? number, int width, string line) =>
        mark + " " + FormattableString.Invariant($"{number}").PadLeft(width) + "  " + line;

    /// <summary>A hit may go over several lines, which stand below each other only if others do, too.</summary>
    private static string[] LinesOf(string line) => line.Split('\n');

    private static string Plain(string line) => Visible(WithoutTabs(line), 0, line.Length);

    private static string WithoutTabs(string line) => line.Replace('\t', ' ');

    private static string Highlighted(string line, int place, int end, HexStyle style)
    {
        // A table is cut at the right: the hit is to be seen.
        int start = place > 2 * ShownBefore ? place - ShownBefore : 0;
        start += start > 0 && char.IsLowSurrogate(line[start]) ? 1 : 0;
        StringBuilder shown = new(start > 0 ? "..." : string.Empty);
        shown.Append(Visible(line, start, place));
        if (end > place)
        {
            bool isStyled = style.Highlight.Length > 0;
            shown.Append(isStyled ? style.Highlight : string.Empty).Append(Visible(line, place, end)).Append(isStyled ? style.Reset : string.Empty);
        }

        return shown.Append(Visible(line, end, line.Length)).ToString();
    }

    /// <summary>The lines around, which a copy from another process has as lists.</summary>
    private static string[] Lines(object context, string name) =>
        PlainValue.Of(Properties.Value(context, name)) is IEnumerable lines and not string ? [.. lines.Cast<object?>().Select(static line => line?.ToString() ?? string.Empty)] : [];

    private static string Visible(string text, int from, int to)
    {
        int end = Math.Min(to, from + Longest);
        return string.Create(end - from, (text, from), static (shown, part) =>
        {
            for (int i = 0; i < shown.Length; i++)
            {
                char character = part.text[part.from + i];
                shown[i] = IsVisible(part.text, part.from + i) ? character : '.';
            }
        }) + (end < to ? "..." : string.Empty);
    }

    private static bool IsVisible(string text, int i) => CharUnicodeInfo.GetUnicodeCategory(text, i) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => false,
        UnicodeCategory.Surrogate => char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]),
        _ => text[i] != '\uFFFD',
    };
}
