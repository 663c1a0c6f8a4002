using System;

namespace MmapModule.Formatting;

/// <summary>Shows the first bytes of a search hit when it is displayed; nothing is read before.</summary>
public static class MatchPreview
{
    private const int Longest = 24;

    /// <summary>The first bytes as text; what is not visible ASCII is a dot.</summary>
    /// <param name="match">A hit. What comes from another process has no bytes.</param>
    /// <returns>The text; empty if the bytes cannot be read any more.</returns>
    public static string Format(object? match)
    {
        if (match is not MappedRegion region)
        {
            return string.Empty;
        }

        try
        {
            Span<byte> bytes = stackalloc byte[(int)Math.Min(Longest, region.Length)];
            region.Read(0, bytes);
            Span<char> text = stackalloc char[bytes.Length];
            for (int i = 0; i < bytes.Length; i++)
            {
                text[i] = bytes[i] is >= 0x20 and < 0x7F ? (char)bytes[i] : '.';
            }

            return region.Length > Longest ? string.Concat(text, "...") : text.ToString();
        }
        catch (MmapException)
        {
            // The file may have been truncated, or the map removed, since the hit was found.
            return string.Empty;
        }
    }
}
