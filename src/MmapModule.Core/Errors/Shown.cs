using System;
using System.Buffers;
using System.Globalization;
using System.Text;

namespace MmapModule;

/// <summary>Makes text harmless that comes from elsewhere, such as file names, before it is shown.</summary>
/// <remarks>
/// A file may be called anything but a slash: escape sequences in its name would move the cursor or change the title of
/// the terminal, and marks for the direction of writing would show other words than there are.
/// </remarks>
internal static class Shown
{
    private const int LastControl = 0x9F;

    private static readonly SearchValues<char> s_harmful = SearchValues.Create(Harmful());

    /// <summary>The text with control characters written as C does, such as \e and \n; the same string if it has none.</summary>
    internal static string Name(string text)
    {
        int next = text.AsSpan().IndexOfAny(s_harmful);
        if (next < 0)
        {
            return text;
        }

        StringBuilder shown = new(text, 0, next, text.Length + 16);
        for (int i = next; i < text.Length; i++)
        {
            if (s_harmful.Contains(text[i]))
            {
                Append(shown, text[i]);
            }
            else
            {
                shown.Append(text[i]);
            }
        }

        return shown.ToString();
    }

    private static void Append(StringBuilder shown, char c)
    {
        shown.Append('\\');
        switch (c)
        {
            case '\a':
                shown.Append('a');
                break;
            case '\b':
                shown.Append('b');
                break;
            case '\t':
                shown.Append('t');
                break;
            case '\n':
                shown.Append('n');
                break;
            case '\v':
                shown.Append('v');
                break;
            case '\f':
                shown.Append('f');
                break;
            case '\r':
                shown.Append('r');
                break;
            case '\x1B':
                shown.Append('e');
                break;
            default:
                shown.Append(c <= LastControl ? 'x' : 'u').Append(((int)c).ToString(c <= LastControl ? "X2" : "X4", CultureInfo.InvariantCulture));
                break;
        }
    }

    /// <summary>Control characters (C0, DEL, C1), line separators, marks for the direction of writing, and what has no width.</summary>
    private static string Harmful()
    {
        StringBuilder characters = new();
        for (char c = '\0'; c <= LastControl; c++)
        {
            if (char.IsControl(c))
            {
                characters.Append(c);
            }
        }

        return characters.Append("\u061C\u200B\u200E\u200F\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u2060\u2066\u2067\u2068\u2069\uFEFF").ToString();
    }
}
