using System;
using System.Collections.Generic;

namespace MmapModule;

/// <content>Names of values, and which of several values such a name means in a calculation.</content>
internal sealed partial class DefinitionParser
{
    private readonly Dictionary<string, List<ValueMeaning>> _meanings = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<StructExpression, IReadOnlyList<(string Name, Int128 Value)>> _namesOf = new(ReferenceEqualityComparer.Instance);
    private bool _isOpen;

    private List<(string Name, Int128 Value)> ParseEnumValues(bool isFlags, FieldType number)
    {
        DefinitionToken brace = _token;
        if (!Accept('{'))
        {
            throw Error(brace, "expected '{', found " + Found());
        }

        List<(string Name, Int128 Value)> values = [];
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        while (!_token.Is('}'))
        {
            DefinitionToken word = _token;
            string name = ParseWord("the name of a value");
            if (!names.Add(name))
            {
                throw Error(word, "there is already a value '" + name + "'; the case of letters does not count");
            }

            Int128 value = values.Count == 0 ? (isFlags ? 1 : 0) : isFlags ? values[^1].Value * 2 : values[^1].Value + 1;
            if (_token.Is('='))
            {
                DefinitionToken sign = Take();
                value = ParseExpression(isInside: true, values).Constant ?? throw Error(sign, "a value with a name cannot depend on the record");
            }

            value = AsRead(value, number) ?? throw Error(word, FormattableString.Invariant($"the value {value} does not fit into {number.Name}"));
            values.Add((name, value));
            if (!_meanings.TryGetValue(name, out List<ValueMeaning>? meanings))
            {
                _meanings.Add(name, meanings = []);
            }

            meanings.Add(new ValueMeaning(values, value));
            if (!Accept(',') && !_token.Is('}'))
            {
                throw Error(_token, "expected ',' or '}', found " + Found());
            }
        }

        Take();
        return values.Count > 0 ? values : throw Error(brace, "there is no value");
    }

    /// <summary>The number that the bytes of a value are read as: 0xFF is -1 in an i8, and -1 is 255 in a u8. Null if there are no such bytes.</summary>
    private static Int128? AsRead(Int128 value, FieldType number)
    {
        FieldCodec codec = number.Codec(bigEndian: false);
        int width = codec.Size * PartialNumber.BitsOfByte;
        bool isPossible = PartialNumber.Fits(value, width, isSigned: value < 0);
        return isPossible ? PartialNumber.Extend(unchecked((ulong)value), width, ValueConversion.IsSigned(codec.ValueType)) : null;
    }

    private static IReadOnlyList<(string Name, Int128 Value)>? EnumOf(FieldType type) => (type.Codec(bigEndian: false) as EnumCodec)?.Names;

    /// <summary>A name that means one thing only is that; others are decided by what they are compared with.</summary>
    private StructExpression Meant(OpenName name)
    {
        if (name.Field is null && name.Value is { } only)
        {
            return new StructExpression.Number(only);
        }

        _isOpen = true;
        return name;
    }

    /// <summary>Decides what names mean: next to a field with names of its own, what they mean there.</summary>
    private StructExpression Settle(StructExpression expression, IReadOnlyList<(string Name, Int128 Value)>? names)
    {
        switch (expression)
        {
            case OpenName name:
                return Settle(name, names);
            case StructExpression.Unary unary:
                return Folded(unary with { Operand = Settle(unary.Operand, names) });
            case StructExpression.Binary { Sign: "&&" or "||" } both:
                return Folded(both with { Left = Settle(both.Left, null), Right = Settle(both.Right, null) });
            case StructExpression.Binary binary:
                return Folded(binary with { Left = Settle(binary.Left, NamesOf(binary.Right) ?? names), Right = Settle(binary.Right, NamesOf(binary.Left) ?? names) });
            default:
                return expression;
        }
    }

    private StructExpression Settle(OpenName name, IReadOnlyList<(string Name, Int128 Value)>? names)
    {
        string text = name.Word.Text;
        foreach (ValueMeaning meaning in name.Meanings)
        {
            if (ReferenceEquals(meaning.Names, names))
            {
                return name.Field is null ? new StructExpression.Number(meaning.Value)
                    : throw Error(name.Word, "'" + text + "' is a field before this one and a value with a name: write the number, or give one of them another name");
            }
        }

        return (StructExpression?)name.Field ?? (name.Value is { } value ? new StructExpression.Number(value)
            : throw Error(name.Word, FormattableString.Invariant($"'{text}' means {name.Meanings[0].Value} and {name.Meanings.Find(other => other.Value != name.Meanings[0].Value)!.Value}, in different enums: write the number")));
    }

    /// <summary>The names that the values of a calculation have; null if it has none.</summary>
    private IReadOnlyList<(string Name, Int128 Value)>? NamesOf(StructExpression expression) => expression switch
    {
        OpenName { Field: { } field } => NamesOf(field),
        StructExpression.Reference => _namesOf.GetValueOrDefault(expression),
        StructExpression.Unary { Sign: not '!' } unary => NamesOf(unary.Operand),
        StructExpression.Binary { Sign: not ("&&" or "||" or "==" or "!=" or "<" or ">" or "<=" or ">=") } binary => NamesOf(binary.Left) ?? NamesOf(binary.Right),
        _ => null,
    };

    /// <summary>What a name means in one enum.</summary>
    private sealed record ValueMeaning(IReadOnlyList<(string Name, Int128 Value)> Names, Int128 Value);

    /// <summary>A name in a calculation of which it is not known yet what it means. There is none any more when the calculation is finished.</summary>
    private sealed record OpenName(DefinitionToken Word, StructExpression.Reference? Field, List<ValueMeaning> Meanings) : StructExpression
    {
        /// <summary>The value, if it is the same in all enums.</summary>
        internal Int128? Value => Meanings.TrueForAll(other => other.Value == Meanings[0].Value) ? Meanings[0].Value : null;

        internal override Int128 Evaluate(RecordScope scope) => throw new InvalidOperationException();
    }
}
