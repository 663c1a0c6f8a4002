using System;
using System.Globalization;
using System.Text;

namespace MmapModule.Search;

/// <summary>Words the errors about regular expressions.</summary>
internal static class RegexErrors
{
    internal static MmapException Wrong(string pattern, ArgumentException error) => new(
        MmapErrorKind.InvalidArgument,
        "'" + pattern + "' is not a regular expression: " + error.Message,
        "See about_Regular_Expressions; write special characters with a backslash, or search with -Text.");

    internal static MmapException TooSlow(string pattern, MemoryMap map, long offset) => new(
        MmapErrorKind.InvalidArgument,
        FormattableString.Invariant($"The regular expression '{pattern}' needs too long at offset {offset} (0x{offset:X}): the ways to match there multiply."),
        "Avoid repetitions inside repetitions, such as (a+)+, or make them atomic: (?>...).")
    {
        Path = map.Path,
        Offset = offset,
    };

    /// <summary>Refuses characters that are not one byte each; silently they would find nothing, or something else.</summary>
    internal static void ThrowUnlessAscii(string pattern)
    {
        foreach (Rune rune in pattern.EnumerateRunes())
        {
            if (!rune.IsAscii)
            {
                StringBuilder bytes = new("(?:");
                foreach (byte value in Encoding.UTF8.GetBytes(rune.ToString()))
                {
                    bytes.Append(CultureInfo.InvariantCulture, $"\\x{value:X2}");
                }

                throw MapErrors.Invalid(
                    "The regular expression '" + pattern + "' contains '" + rune + "', which is not one byte.",
                    "Write its bytes, in UTF-8 " + bytes.Append(')') + ", or search with -Text, which knows encodings.");
            }
        }
    }
}
