using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using MmapModule.Search;

namespace MmapModule;

/// <summary>What to search for: bytes, bytes with wildcards, text, or a regular expression over bytes.</summary>
public sealed class SearchPattern
{
    /// <summary>Has no meaning any more: a hit of a regular expression may have any length.</summary>
    public const int LongestRegexMatch = int.MaxValue;

    private const int LittleEndianCodePage = 1200;
    private const int BigEndianCodePage = 1201;

    /// <summary>If these are one byte each and the same ones, an encoding contains ASCII.</summary>
    private const string Ascii = "\n 09AZaz~";

    private readonly string? _description;
    private readonly IReadOnlyList<SearchPattern>? _parts;

    private readonly RegexNode? _regex;

    // Only for expressions: they cost more than a small search.
    private ConcurrentDictionary<(bool IsCompiled, bool IsReverse), RegexForms>? _forms;
    private ConcurrentDictionary<bool, RegexProgram?>? _programs;
    private byte[]? _sameBytes;
    private SearchPattern[]? _self;
    private RegexNode? _symbols;
    private RegexNode? _resolved;
    private UnitAlphabet? _alphabet;
    private bool _hasAlphabet;
    private object? _alphabetLock;
    private FixedPattern? _fixed;

    private SearchPattern(HexPattern? bytes, RegexNode? regex, string? description, Encoding? encoding = null, bool isOfUnits = false)
    {
        IsOfUnits = isOfUnits;
        Bytes = bytes;
        _regex = regex;
        _description = description;
        Encoding = encoding ?? TextCodec.Default;
    }

    private SearchPattern(IReadOnlyList<SearchPattern> parts)
    {
        _parts = parts;
        _description = string.Join(", ", parts);
        Encoding = parts[0].Encoding;
        Literals = parts.All(static part => part.Bytes is not null) ? new LiteralSet([.. parts.Select(static part => part.Bytes!)]) : null;
    }

    /// <summary>The patterns of which any is looked for, the preferred one first; one that has no parts is its own.</summary>
    internal IReadOnlyList<SearchPattern> Parts => _parts ?? (_self ??= [this]);

    /// <summary>Several patterns, if all of them have a known length.</summary>
    internal LiteralSet? Literals { get; }

    /// <summary>How what is found is text.</summary>
    internal Encoding Encoding { get; }

    /// <summary>The bytes, if all hits have the same length.</summary>
    internal HexPattern? Bytes { get; }

    /// <summary>The bytes of each hit, if all hits have the same and hold them; null if they must be read.</summary>
    internal byte[]? SameBytes => _sameBytes ??= Bytes is { IsExact: true, Length: <= MappedMatch.LargestByteCount } same ? same.Bits.ToArray() : null;

    /// <summary>Whether it is an expression with capturing groups.</summary>
    internal bool HasGroups => _regex?.Any(static node => node is RegexNode.Group) == true;

    /// <summary>The pattern as an expression over bytes.</summary>
    internal RegexNode Node => _regex ?? new RegexNode.Sequence([.. Enumerable.Range(0, Bytes!.Length).Select(ByteAt)]);

    /// <summary>The bytes made ready for a search; a search of many files asks for each of them.</summary>
    internal FixedPattern Fixed(long alignment) => _fixed is { } ready && ready.Alignment == alignment ? ready : _fixed = new FixedPattern(Bytes!, alignment);

    /// <summary>The expression in the forms of .NET.</summary>
    internal RegexForms Forms(long length, bool isReverse) => LazyInitializer.EnsureInitialized(ref _forms).GetOrAdd((RegexForms.IsCompiled(this, length), isReverse), key => new RegexForms(this, key.IsCompiled, key.IsReverse));

    /// <summary>Automata for all parts together; null if no automaton can search for all of them.</summary>
    internal RegexProgram? Program(bool isBackward) => LazyInitializer.EnsureInitialized(ref _programs).GetOrAdd(isBackward, NewProgram);

    /// <summary>Whether it is an expression over text of two-byte units.</summary>
    internal bool IsOfUnits { get; }

    /// <summary>What stands for the characters of such an expression; null for others.</summary>
    internal UnitAlphabet? Alphabet => !IsOfUnits ? null : TryAlphabet() ?? throw RegexErrors.TooManyCharacters(ToString());

    /// <summary>The pattern as an expression over bytes, or over symbols that stand for characters, without references.</summary>
    internal RegexNode Symbols => _symbols ??= Alphabet is { } alphabet ? alphabet.Lower(Resolved) : Resolved;

    /// <summary>The pattern without references.</summary>
    private RegexNode Resolved => _resolved ??= RegexReferences.Resolve(Node);

    private bool IsBigEndian => Encoding.CodePage == BigEndianCodePage;

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
        // A program that looks for one thing after the other never asks how they are written.
        return new SearchPattern(pattern, null, null);
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
            return new SearchPattern(HexPattern.FromBytes(NotEmpty(TextCodec.TryEncode(how, text) ?? throw TextCodec.NoSuchCharacter(how, text))), null, text, how);
        }

        CaseVariants variants = new(text, how);
        _ = NotEmpty(variants.Bits);
        return variants.IsExact
            ? new SearchPattern(HexPattern.FromMask(variants.Bits, variants.Mask), null, text, how)
            : new SearchPattern(null, variants.ToRegex(), text, how);
    }

    /// <summary>
    /// Searches with a regular expression of .NET. Each byte is one character, so \x00 to \xFF name all bytes;
    /// \w, \d, \s and \b are those of ASCII; ^ and $ match at line feeds. Hits without bytes are skipped.
    /// </summary>
    /// <param name="pattern">The expression, in ASCII: other characters have different bytes in different encodings.</param>
    /// <param name="ignoreCase">The letters of ASCII match in both cases.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="MmapException">InvalidArgument: the expression is wrong.</exception>
    public static SearchPattern FromRegex(string pattern, bool ignoreCase = false)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return FromRegex(pattern, ignoreCase, TextCodec.Default);
    }

    /// <summary>
    /// Searches with a regular expression of .NET in text of an encoding. In UTF-16 it finds what .NET finds in the text from the
    /// start of what is searched: characters are units of two bytes, and classes and the case of letters are those of Unicode.
    /// In encodings that contain ASCII each byte is one character, as without an encoding, and the encoding says how hits are text.
    /// </summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="ignoreCase">Letters match in both cases.</param>
    /// <param name="encoding">UTF-16 in either byte order, or an encoding in which ASCII is one byte for each character.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="MmapException">InvalidArgument: the expression is wrong, or the encoding is another one.</exception>
    public static SearchPattern FromRegex(string pattern, bool ignoreCase, Encoding encoding)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(encoding);
        _ = NotEmpty(Encoding.Latin1.GetBytes(pattern));
        if (encoding.CodePage is LittleEndianCodePage or BigEndianCodePage)
        {
            SearchPattern units = new(null, RegexParser.Parse(pattern, ignoreCase, ofUnits: true), pattern, encoding, isOfUnits: true);
            _ = units.Alphabet;
            return units;
        }

        RegexErrors.ThrowUnlessAscii(pattern);
        return TextCodec.TryEncode(encoding, Ascii) is { } bytes && bytes.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(Ascii))
            ? new SearchPattern(null, RegexParser.Parse(pattern, ignoreCase), pattern, encoding)
            : throw RegexErrors.NoUnits(pattern, encoding);
    }

    /// <summary>Searches for several patterns in one pass. Where two begin at one place, the one that comes first in the list is found.</summary>
    /// <param name="patterns">At least one.</param>
    /// <returns>The pattern; each hit tells which one it is (<see cref="MappedMatch.Pattern"/>).</returns>
    /// <exception cref="MmapException">InvalidArgument: there is none.</exception>
    public static SearchPattern FromAny(IReadOnlyList<SearchPattern> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        return patterns.Count switch
        {
            0 => throw RegexErrors.Empty(),
            1 => patterns[0],
            _ => new SearchPattern([.. patterns.SelectMany(static pattern => pattern.Parts)]),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => _description ?? Bytes!.ToString();

    /// <summary>The same pattern with the words of the user.</summary>
    internal SearchPattern Named(string description) => new(Bytes, _regex, description, Encoding, IsOfUnits);

    /// <summary>Automata for bytes and for units cannot be one, and one alphabet must do for all parts.</summary>
    private RegexProgram? NewProgram(bool isBackward)
    {
        RegexNode[] nodes = [.. Parts.Select(static part => part.Node)];
        if (!Parts.Any(static part => part.IsOfUnits))
        {
            return RegexProgram.TryCreate(nodes, isBackward);
        }

        return Parts.All(part => part.IsOfUnits && part.IsBigEndian == Parts[0].IsBigEndian) && TryAlphabet() is { } alphabet
            ? RegexProgram.TryCreate([.. nodes.Select(alphabet.Lower)], isBackward, alphabet)
            : null;
    }

    /// <summary>One alphabet for all parts, in both directions and without automata: to make one costs a look at all characters. Null if they tell too many apart.</summary>
    private UnitAlphabet? TryAlphabet() => LazyInitializer.EnsureInitialized(
        ref _alphabet,
        ref _hasAlphabet,
        ref _alphabetLock,
        () => UnitAlphabet.TryCreate(Parts.SelectMany(static part => new[] { part.Node, part.Resolved }), Parts[0].IsBigEndian));

    private RegexNode ByteAt(int index)
    {
        byte bits = Bytes!.Bits[index];
        byte mask = Bytes.Mask[index];
        return new RegexNode.Bytes(ByteSet.Where(value => (value & mask) == bits));
    }

    private static ReadOnlySpan<byte> NotEmpty(ReadOnlySpan<byte> bytes) => bytes.Length > 0
        ? bytes
        : throw RegexErrors.Empty();
}
