using System;
using System.Text;
using MmapModule.Search;

namespace MmapModule;

/// <summary>What to search for: bytes, bytes with open places, text, or a regular expression over bytes.</summary>
public sealed class SearchPattern
{
    /// <summary>Has no meaning any more: a hit of a regular expression may have any length.</summary>
    public const int LongestRegexMatch = int.MaxValue;

    private readonly string _description;

    private SearchPattern(HexPattern? bytes, RegexNode? regex, string description)
    {
        Bytes = bytes;
        Regex = regex;
        _description = description;
    }

    /// <summary>The bytes, if all hits have the same length.</summary>
    internal HexPattern? Bytes { get; }

    /// <summary>The bytes of each hit, if all hits have the same and hold them; null if they must be read.</summary>
    internal byte[]? SameBytes => Bytes is { IsExact: true, Length: <= MappedMatch.LargestByteCount } same ? same.Bits.ToArray() : null;

    /// <summary>Otherwise the regular expression.</summary>
    internal RegexNode? Regex { get; }

    /// <summary>Searches for bytes.</summary>
    /// <param name="bytes">At least one byte.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="MmapException">InvalidArgument: there is no byte.</exception>
    public static SearchPattern FromBytes(ReadOnlySpan<byte> bytes) => FromHex(HexPattern.FromBytes(NotEmpty(bytes)));

    /// <summary>Searches for bytes of which a part is left open.</summary>
    /// <param name="pattern">The bytes.</param>
    /// <returns>The pattern.</returns>
    public static SearchPattern FromHex(HexPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new SearchPattern(pattern, null, pattern.ToString());
    }

    /// <summary>Searches for text.</summary>
    /// <param name="text">At least one character.</param>
    /// <param name="encoding">How the text is stored; UTF-8 by default.</param>
    /// <param name="ignoreCase">Find upper and lower case; one character always stands for one (so ß does not find SS).</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="MmapException">InvalidArgument: there is no character, or one that the encoding does not have.</exception>
    public static SearchPattern FromText(string text, Encoding? encoding = null, bool ignoreCase = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        Encoding how = encoding ?? TextCodec.Default;
        if (!ignoreCase)
        {
            return new SearchPattern(HexPattern.FromBytes(NotEmpty(TextCodec.TryEncode(how, text) ?? throw TextCodec.NoSuchCharacter(how, text))), null, text);
        }

        CaseVariants variants = new(text, how);
        _ = NotEmpty(variants.Bits);
        return variants.IsExact
            ? new SearchPattern(HexPattern.FromMask(variants.Bits, variants.Mask), null, text)
            : new SearchPattern(null, variants.ToRegex(), text);
    }

    /// <summary>
    /// Searches with a regular expression of .NET. Each byte is one character, so \x00 to \xFF name all bytes;
    /// \w, \d, \s and \b are those of ASCII; ^ and $ match at line feeds. Hits without bytes are left out.
    /// </summary>
    /// <param name="pattern">The expression, in ASCII: other characters have different bytes in different encodings.</param>
    /// <param name="ignoreCase">The letters of ASCII match in both cases.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="MmapException">InvalidArgument: the expression is wrong.</exception>
    public static SearchPattern FromRegex(string pattern, bool ignoreCase = false)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _ = NotEmpty(Encoding.Latin1.GetBytes(pattern));
        RegexErrors.ThrowUnlessAscii(pattern);
        return new SearchPattern(null, RegexParser.Parse(pattern, ignoreCase), pattern);
    }

    /// <inheritdoc/>
    public override string ToString() => _description;

    private static ReadOnlySpan<byte> NotEmpty(ReadOnlySpan<byte> bytes) => bytes.Length > 0
        ? bytes
        : throw RegexErrors.Empty();
}
