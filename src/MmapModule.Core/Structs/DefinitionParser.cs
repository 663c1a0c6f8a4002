using System;
using System.Collections.Generic;
using System.Globalization;

namespace MmapModule;

/// <summary>Reads the definition of a structure; about_MmapModule_Structs has the grammar.</summary>
internal sealed partial class DefinitionParser
{
    private readonly string _text;
    private readonly MappedStructOptions _options;
    private readonly DefinitionLexer _lexer;
    private readonly Dictionary<string, MappedStruct> _structs;
    private DefinitionToken _token;
    private LayoutBuilder _layout = new(pack: 1);
    private MappedStruct? _last;
    private bool _isBranch;

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

    internal MappedStruct Parse(string? name = null)
    {
        MappedStruct layout = ParseFields(name, depth: 0);
        return _token.Kind == DefinitionTokenKind.End ? layout : throw Error(_token, "there is no '{' for this '}'");
    }

    private MappedStruct ParseFields(string? name, int depth)
    {
        DefinitionToken first = _token;
        LayoutBuilder layout = ParseBody(hasName: name is not null, depth);

        // As pasted from a C header: a structure, and nothing that uses it.
        return layout.Count == 0 && depth == 0 && _last is not null ? _last : Build(layout, name, first);
    }

    /// <summary>The fields up to the end, or up to the brace that ends them.</summary>
    private LayoutBuilder ParseBody(bool hasName, int depth)
    {
        LayoutBuilder outer = _layout;

        // A structure with a name can be used anywhere, so it knows its own fields only.
        LayoutBuilder layout = new(_options.Pack) { Outer = !hasName && depth > 0 ? outer : null };
        _layout = layout;
        ParseItems(depth);
        _layout = outer;
        return layout;
    }

    private MappedStruct Build(LayoutBuilder layout, string? name, DefinitionToken first)
    {
        if (layout.Count == 0)
        {
            throw Error(first, "there is no field");
        }

        MappedStruct made = layout.Build(name) ?? throw TooLarge(first);
        return made.Depth > MappedStruct.DeepestNesting ? throw TooDeep(first)
            : made.IsVariable && (layout.Has(MappedStruct.OffsetName) || layout.Has(MappedStruct.SizeName))
                ? throw Error(first, FormattableString.Invariant($"the names {MappedStruct.OffsetName} and {MappedStruct.SizeName} say where a record of variable size is"))
            : made;
    }

    private void ParseItems(int depth)
    {
        if (depth > MappedStruct.DeepestNesting)
        {
            throw TooDeep(_token);
        }

        bool isBranch = _isBranch;
        _isBranch = false;
        while (true)
        {
            bool isSeparated = Accept(';');
            if (_token.Kind == DefinitionTokenKind.End || _token.Is('}'))
            {
                break;
            }

            if (!isSeparated)
            {
                ParseItem(depth);
            }
        }

        _isBranch = isBranch;
    }

    private void ParseItem(int depth)
    {
        bool isPlaced = _token.Is('@');
        if (isPlaced)
        {
            ParsePlace();
            if (IsEnd())
            {
                return;
            }
        }

        if (_token.Kind == DefinitionTokenKind.Text)
        {
            ParseMagic();
        }
        else if (IsIf())
        {
            ParseIf(depth);
            return;
        }
        else if (IsWord("else"))
        {
            throw Error(_token, "there is no 'if' for this 'else'");
        }
        else if (IsWord("pad") || IsWord("align"))
        {
            ParseSpace();
        }
        else if (IsWord("typedef"))
        {
            ParseTypedef(depth);
        }
        else if (_token.Is('{') || IsWord("struct"))
        {
            FieldType? type = ParseStruct(depth);
            if (type is not null)
            {
                ParseNames(type, bigEndian: false, isPlaced, implied: null);
            }
        }
        else if (IsEnum())
        {
            if (ParseEnum(out bool bigEndian) is { } names)
            {
                ParseNames(names, bigEndian, isPlaced, implied: null);
            }
        }
        else
        {
            FieldType type = ParseType(out bool bigEndian, out FieldCount? implied);
            ParseNames(type, bigEndian, isPlaced, implied);
        }

        if (!IsEnd())
        {
            throw Error(_token, "expected ';' or a new line, found " + Found());
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

                RefuseTaken(word, IsWordOfCOnly(name));
            }
        }

        DefinitionToken brace = Take();
        MappedStruct layout = ParseFields(name, depth + 1);
        Close(brace);
        SkipAttributes();
        if (name is not null)
        {
            _structs.Add(name, layout);
            _last = depth == 0 ? layout : _last;
        }

        return name is not null && IsEnd() ? null : new FieldType(name ?? "struct", layout);
    }

    private void Close(DefinitionToken brace)
    {
        if (!Accept('}'))
        {
            throw Error(brace, "this '{' has no '}'");
        }
    }

    /// <summary>Throws for the name of a new type that means something already.</summary>
    private void RefuseTaken(DefinitionToken word, bool isReserved)
    {
        if (isReserved || FindStruct(word.Text) is not null || FieldTypes.IsKnown(word.Text) || _enums.ContainsKey(word.Text))
        {
            throw Error(word, "'" + word.Text + "' means something already, so it cannot be the name of a type");
        }
    }

    private FieldType Find(DefinitionToken word, out bool bigEndian)
    {
        FieldType? type = FieldTypes.Find(word.Text, _options.BigEndian, _options.Encoding, out bigEndian);
        if (type is null && _enums.TryGetValue(word.Text, out (FieldType Type, bool BigEndian) known))
        {
            (type, bigEndian) = known;
        }

        if (type is null && FindStruct(word.Text) is MappedStruct layout)
        {
            type = new FieldType(word.Text, layout);
        }

        if (type is null && ReadyStructs.Find(word.Text) is { } ready)
        {
            type = new FieldType(ready.Name, ready.Layout);
        }

        return type ?? throw StructErrors.At(
            _text,
            word.Position,
            FieldTypes.WithoutOrder(word.Text) is { } plain ? "the type " + plain.Name + " has no order of bytes, so it cannot end in le or be" : "'" + word.Text + "' is not a type",
            StructErrors.Types);
    }

    private MappedStruct? FindStruct(string name) => _structs.TryGetValue(name, out MappedStruct? layout) ? layout : _options.Resolver?.Invoke(name);

    private long ParseNumber(string what, ulong smallest)
    {
        DefinitionToken number = _token;
        ulong value = ParseWhole(what, smallest);
        return value > long.MaxValue ? throw TooLarge(number) : (long)value;
    }

    private ulong ParseWhole(string what, ulong smallest)
    {
        DefinitionToken number = _token;
        if (number.Kind != DefinitionTokenKind.Number)
        {
            throw Error(number, "expected " + what + ", found " + Found());
        }

        bool isHex = number.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        ReadOnlySpan<char> digits = isHex ? number.Text.AsSpan(2) : number.Text;
        NumberStyles style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (!ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out ulong value) || value < smallest)
        {
            throw Error(number, "'" + number.Text + "' is not " + what + FormattableString.Invariant($" (a number from {smallest}, such as 16 or 0x10)"));
        }

        Take();
        return value;
    }

    private string ParseWord(string what) =>
        _token.Kind == DefinitionTokenKind.Word ? Take().Text : throw Error(_token, "expected " + what + ", found " + Found());

    private bool IsWord(string word) => _token.Kind == DefinitionTokenKind.Word && _token.Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a part ends here; a single one after 'if' also ends before 'else'.</summary>
    private bool IsEnd() => IsSeparator() || (_isBranch && IsWord("else"));

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
    internal static bool IsKeyword(string word) =>
        IsWordOfCOnly(word) || word.ToUpperInvariant() is "FLAGS" or "CSTRING" or "PAD" or "ALIGN" or "__ATTRIBUTE__" or "__PACKED";

    /// <summary>Words that cannot be the name of a structure in C either.</summary>
    private static bool IsWordOfCOnly(string word) => word.ToUpperInvariant() is "STRUCT" or "TYPEDEF" or "ENUM" or "IF" or "ELSE" or "CONST" or "VOLATILE" or "UNSIGNED" or "SIGNED";

    private MmapException TooDeep(DefinitionToken token) =>
        Error(token, FormattableString.Invariant($"structures are nested more than {MappedStruct.DeepestNesting} deep"));

    private MmapException TooLarge(DefinitionToken token) => StructErrors.At(
        _text,
        token.Position,
        FormattableString.Invariant($"'{token.Text}' makes the record larger than the {LayoutBuilder.LargestSize} bytes allowed"),
        $"Map the parts one by one, for example with {Option.Offset} and {Option.Count}.");

    private MmapException Error(DefinitionToken token, string what) => StructErrors.At(_text, token.Position, what, StructErrors.Syntax);
}
