using System;
using System.Collections.Generic;
using System.Globalization;

namespace MmapModule;

/// <summary>Reads the definition of a structure; about_MmapModule_Structs has the grammar.</summary>
internal sealed class DefinitionParser
{
    private readonly string _text;
    private readonly MappedStructOptions _options;
    private readonly DefinitionLexer _lexer;
    private readonly Dictionary<string, MappedStruct> _structs;
    private DefinitionToken _token;

    internal DefinitionParser(string text, MappedStructOptions options)
    {
        _text = text;
        _options = options;
        _lexer = new DefinitionLexer(text);
        _structs = new Dictionary<string, MappedStruct>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, MappedStruct layout) in options.Structs)
        {
            NamedStructs.CheckName(name);
            _structs[name] = layout;
        }

        _token = _lexer.Read();
    }

    internal MappedStruct Parse()
    {
        MappedStruct layout = ParseFields(name: null, depth: 0);
        return _token.Kind == DefinitionTokenKind.End ? layout : throw Error(_token, "there is no '{' for this '}'");
    }

    private MappedStruct ParseFields(string? name, int depth)
    {
        DefinitionToken first = _token;
        if (depth > MappedStruct.DeepestNesting)
        {
            throw TooDeep(first);
        }

        LayoutBuilder layout = new(_options.Pack);
        while (true)
        {
            bool isSeparated = Accept(';');
            if (_token.Kind == DefinitionTokenKind.End || _token.Is('}'))
            {
                break;
            }

            if (!isSeparated)
            {
                ParseItem(layout, depth);
            }
        }

        MappedStruct made = layout.Count == 0
            ? throw Error(first, "there is no field")
            : layout.Build(name) ?? throw TooLarge(first);
        return made.Depth > MappedStruct.DeepestNesting ? throw TooDeep(first) : made;
    }

    private void ParseItem(LayoutBuilder layout, int depth)
    {
        bool isPlaced = _token.Is('@');
        if (isPlaced)
        {
            Take();
            DefinitionToken offset = _token;
            if (!layout.TryMoveTo(ParseNumber("an offset", 0)))
            {
                throw TooLarge(offset);
            }
        }

        if (isPlaced && IsSeparator())
        {
            return;
        }

        DefinitionToken start = _token;
        if (IsWord("pad") || IsWord("align"))
        {
            ParseSpace(layout);
        }
        else if (start.Is('{') || IsWord("struct"))
        {
            FieldType? type = ParseStruct(depth);
            if (type is not null)
            {
                ParseNames(layout, type, bigEndian: false, isPlaced);
            }
        }
        else
        {
            FieldType type = ParseType(out bool bigEndian);
            ParseNames(layout, type, bigEndian, isPlaced);
        }

        if (!IsSeparator())
        {
            throw Error(_token, "expected ';' or a new line, found " + Found());
        }
    }

    /// <summary>pad[n] leaves bytes out, align[n] moves to the next multiple of n.</summary>
    private void ParseSpace(LayoutBuilder layout)
    {
        bool isAlign = IsWord("align");
        DefinitionToken word = Take();
        DefinitionToken amount = _token;
        long number = ParseCount(LayoutBuilder.LargestSize) ?? (isAlign ? throw Error(word, "align needs a number, such as align[8]") : 1);
        if (isAlign && (number & (number - 1)) != 0)
        {
            throw Error(amount, FormattableString.Invariant($"{number} is not a power of two"));
        }

        if (!(isAlign ? layout.TryAlign(number) : layout.TrySkip(number)))
        {
            throw TooLarge(word);
        }
    }

    /// <summary>A structure in braces, with or without a name for later use; null if it is only given that name here.</summary>
    private FieldType? ParseStruct(int depth)
    {
        string? name = null;
        if (IsWord("struct"))
        {
            Take();
            if (!_token.Is('{'))
            {
                DefinitionToken word = _token;
                name = ParseWord("the name of a structure or '{'");
                if (!_token.Is('{'))
                {
                    return Find(word, out _);
                }

                if (FindStruct(name) is not null || FieldTypes.IsKnown(name))
                {
                    throw Error(word, "there is already a type '" + name + "'");
                }
            }
        }

        DefinitionToken brace = Take();
        MappedStruct layout = ParseFields(name, depth + 1);
        if (!Accept('}'))
        {
            throw Error(brace, "this '{' has no '}'");
        }

        if (name is not null)
        {
            _structs.Add(name, layout);
        }

        return name is not null && IsSeparator() ? null : new FieldType(name ?? "struct", layout);
    }

    private FieldType ParseType(out bool bigEndian)
    {
        DefinitionToken word = _token;
        _ = ParseWord("a type");
        return Find(word, out bigEndian);
    }

    private FieldType Find(DefinitionToken word, out bool bigEndian)
    {
        FieldType? type = FieldTypes.Find(word.Text, _options.BigEndian, _options.Encoding, out bigEndian);
        if (type is null && FindStruct(word.Text) is MappedStruct layout)
        {
            type = new FieldType(word.Text, layout);
        }

        return type ?? throw StructErrors.At(_text, word.Position, "'" + word.Text + "' is not a type", StructErrors.Types);
    }

    private MappedStruct? FindStruct(string name) => _structs.TryGetValue(name, out MappedStruct? layout) ? layout : _options.Resolver?.Invoke(name);

    /// <summary>One name, or several that share a type; the count stands before the name or, as in C, after it.</summary>
    private void ParseNames(LayoutBuilder layout, FieldType type, bool bigEndian, bool isPlaced)
    {
        int? shared = (int?)ParseCount(int.MaxValue);
        do
        {
            DefinitionToken word = _token;
            string name = ParseWord("the name of the field");
            if (layout.Has(name))
            {
                throw Error(word, "there is already a field '" + name + "'");
            }

            if (IsReserved(name))
            {
                throw Error(word, "the name '" + name + "' is reserved by PowerShell");
            }

            DefinitionToken bracket = _token;
            int? own = (int?)ParseCount(int.MaxValue);
            if (own is not null && shared is not null)
            {
                throw Error(bracket, "'" + name + "' has two counts; put the inner array into a structure");
            }

            if (!layout.TryAdd(name, type, own ?? shared, bigEndian, isPlaced))
            {
                throw TooLarge(word);
            }

            isPlaced = false;
        }
        while (Accept(','));
    }

    /// <summary>A count in brackets; null if there is none.</summary>
    private long? ParseCount(long largest)
    {
        if (!Accept('['))
        {
            return null;
        }

        DefinitionToken number = _token;
        long count = ParseNumber("a count", 1);
        if (count > largest)
        {
            throw TooLarge(number);
        }

        return Accept(']') ? count : throw Error(_token, "expected ']', found " + Found());
    }

    private long ParseNumber(string what, long smallest)
    {
        DefinitionToken number = _token;
        if (number.Kind != DefinitionTokenKind.Number)
        {
            throw Error(number, "expected " + what + ", found " + Found());
        }

        bool isHex = number.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        ReadOnlySpan<char> digits = isHex ? number.Text.AsSpan(2) : number.Text;
        NumberStyles style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (!ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out ulong value) || value < (ulong)smallest)
        {
            throw Error(number, "'" + number.Text + "' is not " + what + FormattableString.Invariant($" (a number from {smallest}, such as 16 or 0x10)"));
        }

        Take();
        return value > long.MaxValue ? throw TooLarge(number) : (long)value;
    }

    private string ParseWord(string what) =>
        _token.Kind == DefinitionTokenKind.Word ? Take().Text : throw Error(_token, "expected " + what + ", found " + Found());

    private bool IsWord(string word) => _token.Kind == DefinitionTokenKind.Word && _token.Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    private bool IsSeparator() => _token.IsOnNewLine || _token.Kind == DefinitionTokenKind.End || _token.Is(';') || _token.Is('}');

    private bool Accept(char sign)
    {
        bool isThere = _token.Is(sign);
        if (isThere)
        {
            Take();
        }

        return isThere;
    }

    private DefinitionToken Take()
    {
        DefinitionToken taken = _token;
        _token = _lexer.Read();
        return taken;
    }

    private string Found() => _token.Kind == DefinitionTokenKind.End ? "the end" : "'" + _token.Text + "'";

    /// <summary>Names that every object in PowerShell has already.</summary>
    private static bool IsReserved(string name) => name.ToUpperInvariant() is "PSBASE" or "PSADAPTED" or "PSEXTENDED" or "PSOBJECT" or "PSTYPENAMES";

    /// <summary>Words that mean something where a type could stand.</summary>
    internal static bool IsKeyword(string word) => word.ToUpperInvariant() is "STRUCT" or "PAD" or "ALIGN";

    private MmapException TooDeep(DefinitionToken token) =>
        Error(token, FormattableString.Invariant($"structures are nested more than {MappedStruct.DeepestNesting} deep"));

    private MmapException TooLarge(DefinitionToken token) => StructErrors.At(
        _text,
        token.Position,
        FormattableString.Invariant($"'{token.Text}' makes the record larger than the {LayoutBuilder.LargestSize} bytes allowed"),
        $"Map the parts one by one, for example with {Option.Offset} and {Option.Count}.");

    private MmapException Error(DefinitionToken token, string what) => StructErrors.At(_text, token.Position, what, StructErrors.Syntax);
}
