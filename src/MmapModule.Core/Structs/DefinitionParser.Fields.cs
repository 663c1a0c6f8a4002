using System;
using System.Collections.Generic;
using System.Globalization;

namespace MmapModule;

/// <content>Names, counts, places and what else belongs to a field.</content>
internal sealed partial class DefinitionParser
{
    private void ParsePlace()
    {
        Take();
        DefinitionToken offset = _token;
        if (offset.Kind == DefinitionTokenKind.Word || offset.Is('('))
        {
            StructExpression place = ParsePlaceValue();
            if (place.Constant is null)
            {
                _layout.MoveTo(place, "@" + TextFrom(offset));
                return;
            }

            if (place.Constant < 0)
            {
                throw Error(offset, "an offset cannot be negative, and this is " + place.Constant.Value.ToString(CultureInfo.InvariantCulture));
            }

            if (!_layout.TryMoveTo((long)Int128.Min(place.Constant.Value, long.MaxValue)))
            {
                throw TooLarge(offset);
            }
        }
        else if (!_layout.TryMoveTo(ParseNumber("an offset", 0)))
        {
            throw TooLarge(offset);
        }
    }

    /// <summary>pad[n] leaves bytes out, align[n] moves to the next multiple of n.</summary>
    private void ParseSpace()
    {
        bool isAlign = IsWord("align");
        DefinitionToken word = Take();
        DefinitionToken amount = _token;
        FieldCount? count = ParseCount(LayoutBuilder.LargestSize);
        if (count is { Kind: RecordCount.Expression } && !isAlign)
        {
            _layout.Skip(count.Expression!, count.Text);
            return;
        }

        if (count is { Kind: not RecordCount.Fixed })
        {
            throw Error(amount, word.Text + " needs a number, such as " + word.Text + "[8]");
        }

        long number = count?.Number ?? (isAlign ? throw Error(word, "align needs a number, such as align[8]") : 1);
        if (isAlign && (number & (number - 1)) != 0)
        {
            throw Error(amount, FormattableString.Invariant($"{number} is not a power of two"));
        }

        if (!(isAlign ? _layout.TryAlign(number) : _layout.TrySkip(number)))
        {
            throw TooLarge(word);
        }
    }

    /// <summary>One name, or several that share a type; the count stands before the name or, as in C, after it.</summary>
    private void ParseNames(FieldType type, bool bigEndian, bool isPlaced, FieldCount? implied)
    {
        DefinitionToken first = _token;
        FieldCount? shared = ParseCount(int.MaxValue);
        if (shared is not null && implied is not null)
        {
            throw Error(first, "the zero at its end says how long this text is");
        }

        shared ??= implied;
        do
        {
            DefinitionToken word = _token;
            bool isUnnamed = word.Is(':');
            string name = isUnnamed ? string.Empty : ParseFieldName();
            DefinitionToken bracket = _token;
            FieldCount? own = isUnnamed ? null : ParseCount(int.MaxValue);
            if (own is not null && shared is not null)
            {
                throw Error(bracket, "'" + name + "' has two counts; put the inner array into a structure");
            }

            FieldCount count = own ?? shared ?? FieldCount.One;
            CheckCount(count, type, bigEndian, own is null ? first : bracket);
            int? bits = ParseBits(type, bigEndian, count);
            StructExpression? check = ParseCheck(count, type, bits);
            bool isAdded = bits is not null
                ? _layout.TryAddBits(isUnnamed ? null : name, type, bits.Value, bigEndian, isPlaced, check)
                : _layout.TryAdd(name, type, count, bigEndian, isPlaced, check);
            if (!isAdded)
            {
                throw TooLarge(word);
            }

            isPlaced = false;
        }
        while (Accept(','));
    }

    private string ParseFieldName()
    {
        DefinitionToken word = _token;
        string name = ParseWord("the name of the field");
        if (_layout.Has(name))
        {
            throw Error(word, "there is already a field '" + name + "'");
        }

        return IsReserved(name) ? throw Error(word, "the name '" + name + "' is reserved by PowerShell") : name;
    }

    private void CheckCount(FieldCount count, FieldType type, bool bigEndian, DefinitionToken place)
    {
        if (count.Kind == RecordCount.ToZero && type.Codec(bigEndian) is not TextFieldCodec)
        {
            throw Error(place, "only text ends at a zero: give a count, or [*] for as many as there are");
        }
    }

    /// <summary>The number of bits after a colon; null if there is none.</summary>
    private int? ParseBits(FieldType type, bool bigEndian, FieldCount count)
    {
        if (!_token.Is(':'))
        {
            return null;
        }

        DefinitionToken colon = Take();
        FieldCodec codec = type.Codec(bigEndian);
        if (count != FieldCount.One || !BitCodec.IsPossible(codec))
        {
            throw Error(colon, "only a field that is one integer can be some of its bits");
        }

        DefinitionToken number = _token;
        long width = ParseNumber("a number of bits", 0);
        return width <= codec.Size * PartialNumber.BitsOfByte ? (int)width : throw Error(number, FormattableString.Invariant($"the type {type.Name} has only {codec.Size * PartialNumber.BitsOfByte} bits"));
    }

    /// <summary>The number that a value must be; null if it may be any.</summary>
    private StructExpression? ParseCheck(FieldCount count, FieldType type, int? bits)
    {
        if (!_token.Is('='))
        {
            return null;
        }

        DefinitionToken sign = Take();
        FieldCodec codec = type.Codec(bigEndian: false);
        if (count != FieldCount.One || bits == 0 || type.Struct is not null || !RecordConstants.IsNumber(codec))
        {
            throw Error(sign, "only a single whole number can be compared; bytes are compared with \"text\"");
        }

        DefinitionToken first = _token;
        StructExpression check = ParseExpression(names: EnumOf(type));
        int width = bits ?? (codec is VarintCodec ? sizeof(ulong) : codec.Size) * PartialNumber.BitsOfByte;
        bool isPossible = check.Constant is not { } value || (codec is BoolCodec ? value == 0 || value == 1 : PartialNumber.Fits(value, width, ValueConversion.IsSigned(codec.ValueType)));
        return isPossible ? check : throw Error(first, FormattableString.Invariant($"{check.Constant} is no value of {type.Name}{(bits is null ? string.Empty : $":{bits}")}, so no record would be one"));
    }

    /// <summary>A count in brackets; null if there is none.</summary>
    private FieldCount? ParseCount(long largest)
    {
        if (!Accept('['))
        {
            return null;
        }

        DefinitionToken first = _token;
        if (Accept(']'))
        {
            return new FieldCount(RecordCount.ToZero);
        }

        if (first.Is('*') && _lexer.Peek().Is(']'))
        {
            Take();
            Take();
            return new FieldCount(RecordCount.ToEnd, Text: "*");
        }

        if (first.Kind == DefinitionTokenKind.Number && _lexer.Peek() is { } next && (next.Is(']') || next.Kind is DefinitionTokenKind.Word or DefinitionTokenKind.End))
        {
            long given = ParseNumber("a count", 1);
            if (given > largest)
            {
                throw TooLarge(first);
            }

            return Accept(']') ? new FieldCount(RecordCount.Fixed, (int)given) : throw Error(_token, "expected ']', found " + Found());
        }

        StructExpression expression = ParseExpression(isInside: true);
        string text = TextFrom(first);
        if (!Accept(']'))
        {
            throw Error(_token, "expected ']', found " + Found());
        }

        if (expression.Constant is not { } number)
        {
            return new FieldCount(RecordCount.Expression, Expression: expression, Text: text);
        }

        return number < 1 ? throw Error(first, "expected a count (a number from 1), found '" + first.Text + "'")
            : number > largest ? throw TooLarge(first)
            : new FieldCount(RecordCount.Fixed, (int)number);
    }

    /// <summary>Bytes that must be there: "PK\x03\x04", perhaps with a name.</summary>
    private void ParseMagic()
    {
        DefinitionToken text = Take();
        List<byte> bytes = [];
        for (int i = 0; i < text.Text.Length; i++)
        {
            char c = text.Text[i];
            if (c == '\\' && ++i < text.Text.Length)
            {
                c = text.Text[i] switch
                {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'a' => '\a',
                    'b' => '\b',
                    'f' => '\f',
                    'v' => '\v',
                    'e' => '\x1B',
                    '0' => '\0',
                    'x' => ReadHexByte(text, ref i),
                    '\\' or '"' or '\'' => text.Text[i],
                    _ => throw Error(text, "'\\" + text.Text[i] + "' is not an escape; bytes are written as \\x00"),
                };
                bytes.Add((byte)c);
                continue;
            }

            bytes.Add(char.IsAscii(c) ? (byte)c : throw Error(text, "'" + c + "' is not one byte; bytes are written as \\x00"));
        }

        if (bytes.Count == 0)
        {
            throw Error(text, "there is no byte to compare");
        }

        string? name = IsEnd() ? null : ParseFieldName();
        if (!_layout.TryAddMagic(name, [.. bytes]))
        {
            throw TooLarge(text);
        }
    }

    private char ReadHexByte(DefinitionToken text, ref int i)
    {
        if (i + 2 < text.Text.Length && byte.TryParse(text.Text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
        {
            i += 2;
            return (char)value;
        }

        throw Error(text, "two hex digits follow \\x");
    }

    private string TextFrom(DefinitionToken first) => _text[first.Position.._token.Position].Trim();
}
