using System;
using System.Text;
using System.Text.RegularExpressions;
using MmapModule.Search;

namespace MmapModule;

/// <summary>What to search for: bytes, bytes with open places, text, or a regular expression over bytes.</summary>
public sealed class SearchPattern
{
    /// <summary>A hit of a regular expression is found for certain if it has at most this many bytes.</summary>
    public const int LongestRegexMatch = 64 * 1024;

    private readonly string _description;

    private SearchPattern(HexPattern? bytes, string? regex, bool ignoreCase, string description)
    {
        Bytes = bytes;
        Regex = regex;
        IgnoreCase = ignoreCase;
        _description = description;
    }

    /// <summary>The bytes, if all hits have the same length.</summary>
    internal HexPattern? Bytes { get; }

    /// <summary>Otherwise the regular expression, in which a character stands for a byte.</summary>
    internal string? Regex { get; }

    internal bool IgnoreCase { get; }

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
        return new SearchPattern(pattern, null, ignoreCase: false, pattern.ToString());
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
            return new SearchPattern(HexPattern.FromBytes(NotEmpty(TextCodec.TryEncode(how, text) ?? throw TextCodec.NoSuchCharacter(how, text))), null, ignoreCase, text);
        }

        CaseVariants variants = new(text, how);
        _ = NotEmpty(variants.Bits);
        return variants.IsExact
            ? new SearchPattern(HexPattern.FromMask(variants.Bits, variants.Mask), null, ignoreCase, text)
            : new SearchPattern(null, variants.ToRegex(), ignoreCase: false, text);
    }

    /// <summary>
    /// Searches with a regular expression of .NET. Each byte is one character (ISO 8859-1), so \x00 to \xFF name all bytes;
    /// ^ and $ match at line feeds. Hits without bytes are left out, and hits of more than
    /// <see cref="LongestRegexMatch"/> bytes may be cut or missed.
    /// </summary>
    /// <param name="pattern">The expression, in ASCII: other characters have different bytes in different encodings.</param>
    /// <param name="ignoreCase">Letters of ISO 8859-1 match in both cases.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="MmapException">InvalidArgument: the expression is wrong.</exception>
    public static SearchPattern FromRegex(string pattern, bool ignoreCase = false)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _ = NotEmpty(Encoding.Latin1.GetBytes(pattern));
        RegexErrors.ThrowUnlessAscii(pattern);
        try
        {
            _ = new Regex(pattern);
        }
        catch (ArgumentException error)
        {
            throw RegexErrors.Wrong(pattern, error);
        }

        return new SearchPattern(null, pattern, ignoreCase, pattern);
    }

    /// <inheritdoc/>
    public override string ToString() => _description;

    private static ReadOnlySpan<byte> NotEmpty(ReadOnlySpan<byte> bytes) => bytes.Length > 0
        ? bytes
        : throw MapErrors.Invalid("There is nothing to search for: the pattern is empty.", "Give at least one byte or character.");
}
