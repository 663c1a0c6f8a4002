using System;
using System.Collections.Generic;

namespace MmapModule;

/// <content>Types: as C spells them, with names for values, and pasted ones.</content>
internal sealed partial class DefinitionParser
{
    private readonly Dictionary<string, (FieldType Type, bool BigEndian)> _enums = new(StringComparer.OrdinalIgnoreCase);

    private FieldType ParseType(out bool bigEndian, out FieldCount? implied)
    {
        implied = null;
        while ((IsWord("const") || IsWord("volatile")) && _lexer.Peek().Kind == DefinitionTokenKind.Word)
        {
            Take();
        }

        DefinitionToken word = _token;
        if (IsWord("cstring") && FindStruct("cstring") is null)
        {
            Take();
            implied = new FieldCount(RecordCount.ToZero);
            return Find(word with { Text = "char" }, out bigEndian);
        }

        if (TryParseWordsOfC() is { } name)
        {
            return Find(word with { Text = name }, out bigEndian);
        }

        _ = ParseWord("a type");
        return Find(word, out bigEndian);
    }

    /// <summary>unsigned long int and the like; null if what follows is one word.</summary>
    private string? TryParseWordsOfC()
    {
        if (!IsWordOfC(_token.Text) || _token.Kind != DefinitionTokenKind.Word || FindStruct(_token.Text) is not null)
        {
            return null;
        }

        bool isUnsigned = false;
        bool isSigned = false;
        bool isChar = false;
        string size = "32";
        int count = 0;

        // The last word may be a name: 'long int' was a field with the name int before C's types were known.
        while (_token.Kind == DefinitionTokenKind.Word && IsWordOfC(_token.Text) && (count == 0 || IsFollowedByName()))
        {
            string word = Take().Text.ToUpperInvariant();
            isUnsigned |= word == "UNSIGNED";
            isSigned |= word == "SIGNED";
            isChar |= word == "CHAR";
            size = word switch
            {
                "SHORT" => "16",
                "LONG" => "64",
                "CHAR" => "8",
                _ => size,
            };
            count++;
        }

        return isChar && !isUnsigned && !isSigned ? "char" : (isUnsigned ? "u" : "i") + size;
    }

    private bool IsFollowedByName() => _lexer.Peek() is { Kind: DefinitionTokenKind.Word, IsOnNewLine: false };

    private static bool IsWordOfC(string word) => word.ToUpperInvariant() is "UNSIGNED" or "SIGNED" or "SHORT" or "LONG" or "INT" or "CHAR";

    /// <summary>Whether values with names follow, and not a structure that somebody has called so.</summary>
    private bool IsEnum() => (IsWord("enum") || IsWord("flags")) && FindStruct(_token.Text) is null
        && _lexer.Peek() is { } next && (next.Kind == DefinitionTokenKind.Word || next.Is('{') || next.Is(':'));

    /// <summary>enum u16 { none, exec = 2 } or enum kind : u16 { ... }; null if it is only given that name here.</summary>
    private FieldType? ParseEnum(out bool bigEndian)
    {
        DefinitionToken start = Take();
        bool isFlags = start.Text.Equals("flags", StringComparison.OrdinalIgnoreCase);
        string? name = null;
        FieldType? number = null;
        bigEndian = _options.BigEndian;
        if (_token.Kind == DefinitionTokenKind.Word && !FieldTypes.IsKnown(_token.Text) && !IsKeyword(_token.Text))
        {
            DefinitionToken word = Take();
            name = word.Text;
            if (_enums.TryGetValue(name, out (FieldType Type, bool BigEndian) known) && !_token.Is('{') && !_token.Is(':'))
            {
                bigEndian = known.BigEndian;
                return known.Type;
            }

            RefuseTaken(word, isReserved: false);
        }

        _ = Accept(':');
        DefinitionToken type = _token;
        number = _token.Is('{') ? Find(start with { Text = isFlags ? "u32" : "i32" }, out bigEndian) : ParseType(out bigEndian, out _);
        if (number.Struct is not null || !IsInteger(number))
        {
            throw Error(type, "only integers have names for their values");
        }

        FieldType made = NewEnum(number, ParseEnumValues(isFlags, number), isFlags, name);
        if (name is not null)
        {
            _enums.Add(name, (made, bigEndian));
        }

        return name is not null && IsEnd() ? null : made;
    }

    private static FieldType NewEnum(FieldType number, IReadOnlyList<(string, Int128)> values, bool isFlags, string? name) => new(
        name ?? (isFlags ? "flags " : "enum ") + number.Name,
        number.Alignment,
        number.HasByteOrder,
        bigEndian => new EnumCodec(number.Codec(bigEndian), values, isFlags));

    private static bool IsInteger(FieldType type) => type.Codec(bigEndian: false) is Int24Codec || BitCodec.IsPossible(type.Codec(bigEndian: false));

    /// <summary>typedef struct tag { ... } name; as it stands in headers. Without a tag, the structure has that name itself.</summary>
    private void ParseTypedef(int depth)
    {
        Take();
        DefinitionToken start = _token;
        if (!start.Is('{') && !IsWord("struct"))
        {
            throw Error(start, "only structures are known in a typedef");
        }

        MappedStruct? layout = null;
        LayoutBuilder? body = null;
        if (start.Is('{') || _lexer.Peek().Is('{'))
        {
            DefinitionToken brace = Take();
            brace = brace.Is('{') ? brace : Take();
            body = ParseBody(hasName: true, depth + 1);
            Close(brace);
            SkipAttributes();
        }
        else
        {
            layout = ParseStruct(depth)?.Struct ?? throw Error(_token, "expected a name, found " + Found());
        }

        DefinitionToken word = _token;
        string name = ParseWord("a name");
        layout ??= Build(body!, name, start);
        if (FindStruct(name) != layout)
        {
            RefuseTaken(word, IsKeyword(name));
        }

        _structs[name] = layout;
        _last = depth == 0 ? layout : _last;
    }

    /// <summary>What compilers are told about a structure is told here by a parameter; only what agrees with it is skipped.</summary>
    private void SkipAttributes()
    {
        while (IsWord("__attribute__") || IsWord("__packed"))
        {
            DefinitionToken word = Take();
            if (_options.Pack != 1)
            {
                throw Error(word, "whether there is padding is said for all structures together, by the pack of the layout");
            }

            int open = 0;
            while (_token.Is('(') || (open > 0 && _token.Kind != DefinitionTokenKind.End))
            {
                open += _token.Is('(') ? 1 : _token.Is(')') ? -1 : 0;
                Take();
                if (open == 0)
                {
                    break;
                }
            }
        }
    }
}
