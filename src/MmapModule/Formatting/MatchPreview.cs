using System.Globalization;
using MmapModule.Binding;

namespace MmapModule.Formatting;

/// <summary>Shows the text of a search hit.</summary>
public static class MatchPreview
{
    private const int Longest = 256;

    /// <summary>The beginning of the text, in which what cannot be seen, or would do something to the terminal, is a dot.</summary>
    /// <param name="match">A hit, or a copy of one from another process.</param>
    /// <returns>The text; empty if the bytes cannot be read any more.</returns>
    public static string Format(object? match)
    {
        if (match is null || Properties.Text(match, nameof(MappedMatch.Text)) is not string text)
        {
            return string.Empty;
        }

        string start = text.Length > Longest ? text[..Longest] : text;
        return string.Create(start.Length, start, static (shown, from) =>
        {
            for (int i = 0; i < shown.Length; i++)
            {
                shown[i] = IsVisible(from, i) ? from[i] : '.';
            }
        }) + (text.Length > Longest ? "..." : string.Empty);
    }

    private static bool IsVisible(string text, int i) => CharUnicodeInfo.GetUnicodeCategory(text, i) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => false,
        UnicodeCategory.Surrogate => char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]),
        _ => text[i] != '\uFFFD',
    };
}
