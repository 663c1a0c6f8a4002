using System;
using System.Collections.Generic;
using System.Linq;

namespace MmapModule;

/// <content>Calculations.</content>
internal sealed partial class DefinitionParser
{
    /// <summary>Deeper ones would use up the stack.</summary>
    private const int DeepestExpression = 64;

    /// <summary>More operators in one would do so, too.</summary>
    private const int MostOperators = 200;

    /// <summary>Those that bind least first, as in C.</summary>
    private static readonly string[][] s_operators =
        [["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", "<=", ">", ">="], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]];

    private int _expressionDepth;
    private int _operators;

    /// <param name="isInside">Whether it is in brackets, so that it may continue on the next line.</param>
    /// <param name="names">The names of the values that it is compared with; null if they have none.</param>
    private StructExpression ParseExpression(bool isInside = false, IReadOnlyList<(string Name, Int128 Value)>? names = null) =>
        Calculate(() => ParseBinary(0, isInside), names);

    /// <summary>A name or something in brackets.</summary>
    private StructExpression ParsePlaceValue() => Calculate(ParseValue, names: null);

    private StructExpression Calculate(Func<StructExpression> parse, IReadOnlyList<(string Name, Int128 Value)>? names)
    {
        DefinitionToken first = _token;
        _operators = 0;
        _isOpen = false;
        try
        {
            StructExpression expression = parse();
            return _isOpen ? Settle(expression, names) : expression;
        }
        catch (ArithmeticException)
        {
            throw Error(first, "this divides by zero, or becomes too large");
        }
    }

    private StructExpression ParseBinary(int level, bool isInside)
    {
        if (level == s_operators.Length)
        {
            return ParseValue();
        }

        StructExpression left = ParseBinary(level + 1, isInside);
        while ((isInside || !_token.IsOnNewLine) && Operator() is { } sign && s_operators[level].Contains(sign))
        {
            DefinitionToken place = _token;
            for (int i = 0; i < sign.Length; i++)
            {
                Take();
            }

            if (++_operators > MostOperators)
            {
                throw Error(place, FormattableString.Invariant($"a calculation has more than {MostOperators} operators"));
            }

            left = Folded(new StructExpression.Binary(sign, left, ParseBinary(level + 1, isInside)));
        }

        return left;
    }

    /// <summary>The operator that comes next, of one sign or two that follow each other.</summary>
    private string? Operator()
    {
        if (_token.Kind != DefinitionTokenKind.Sign)
        {
            return null;
        }

        DefinitionToken next = _lexer.Peek();
        string both = next.Kind == DefinitionTokenKind.Sign && next.Position == _token.Position + 1 ? _token.Text + next.Text : string.Empty;
        return both is "||" or "&&" or "==" or "!=" or "<=" or ">=" or "<<" or ">>" ? both : _token.Text;
    }

    private StructExpression ParseValue()
    {
        DefinitionToken first = _token;
        if (++_expressionDepth > DeepestExpression)
        {
            throw Error(first, FormattableString.Invariant($"a calculation is nested more than {DeepestExpression} deep"));
        }

        StructExpression value;
        if (first.Is('-') || first.Is('~') || first.Is('!'))
        {
            Take();
            value = Folded(new StructExpression.Unary(first.Text[0], ParseValue()));
        }
        else if (Accept('('))
        {
            value = ParseBinary(0, isInside: true);
            if (!Accept(')'))
            {
                throw Error(_token, "expected ')', found " + Found());
            }
        }
        else
        {
            value = first.Kind == DefinitionTokenKind.Word ? ParseReference() : new StructExpression.Number(ParseWhole("a number", 0));
        }

        _expressionDepth--;
        return value;
    }

    /// <summary>A field before this one, here or in a structure around, or the name of a value.</summary>
    private StructExpression ParseReference()
    {
        DefinitionToken word = Take();
        int up = 0;
        LayoutBuilder? layout = _layout;
        (int Slot, MappedStructField Field)? found = layout.Find(word.Text);
        while (found is null && layout is not null)
        {
            up++;
            layout = layout.Outer;
            found = layout?.Find(word.Text);
        }

        _ = _meanings.TryGetValue(word.Text, out List<ValueMeaning>? meanings);
        if (found is null)
        {
            return meanings is null ? throw Error(word, "there is no field '" + word.Text + "' before this one") : Meant(new OpenName(word, null, meanings));
        }

        List<int> slots = [found.Value.Slot];
        MappedStructField field = found.Value.Field;
        string name = word.Text;
        while (Accept('.'))
        {
            DefinitionToken member = _token;
            name += "." + ParseWord("the name of a field");
            MappedStruct? inner = field.IsArray ? null : field.ElementType.Struct;
            int slot = inner?.PropertyNames.ToList().FindIndex(other => other.Equals(member.Text, StringComparison.OrdinalIgnoreCase)) ?? -1;
            field = slot < 0 ? throw Error(member, "there is no field '" + name + "'")
                : inner!.Fields.First(other => other.Name.Equals(member.Text, StringComparison.OrdinalIgnoreCase));
            slots.Add(slot);
        }

        bool isNumber = !field.IsArray && field.ElementType.Struct is null && RecordConstants.IsNumber(field.Codec);
        if (!isNumber)
        {
            throw Error(word, "'" + name + "' is not a whole number");
        }

        StructExpression.Reference reference = new(up, slots, name);
        if (EnumOf(field.ElementType) is { } names && (slots.Count > 1 || layout!.TypesOf(word.Text).All(other => EnumOf(other) == names)))
        {
            _namesOf[reference] = names;
        }

        return meanings is null || slots.Count > 1 ? reference : Meant(new OpenName(word, reference, meanings));
    }

    private static StructExpression Folded(StructExpression expression) =>
        expression.Constant is { } value ? new StructExpression.Number(value) : expression;
}
