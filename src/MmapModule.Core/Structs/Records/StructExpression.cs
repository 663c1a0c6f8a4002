using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>A calculation in a definition, over numbers and fields that were read before.</summary>
internal abstract record StructExpression
{
    /// <summary>The value, or null if it depends on fields.</summary>
    internal virtual Int128? Constant => null;

    /// <summary>The value for one record.</summary>
    /// <exception cref="ArithmeticException">The value cannot be calculated.</exception>
    internal abstract Int128 Evaluate(RecordScope scope);

    /// <summary>A number.</summary>
    internal sealed record Number(Int128 Value) : StructExpression
    {
        internal override Int128? Constant => Value;

        internal override Int128 Evaluate(RecordScope scope) => Value;
    }

    /// <summary>A field of this record, or of one around it; or of a structure in one of those.</summary>
    /// <param name="Up">How many records further out the field is.</param>
    /// <param name="Slots">The places of the field, and of the members inside of it.</param>
    /// <param name="Name">How it is written.</param>
    internal sealed record Reference(int Up, IReadOnlyList<int> Slots, string Name) : StructExpression
    {
        internal override Int128 Evaluate(RecordScope scope) => scope.Find(this);
    }

    /// <summary>One operator before a value.</summary>
    internal sealed record Unary(char Sign, StructExpression Operand) : StructExpression
    {
        internal override Int128? Constant => Operand.Constant is { } value ? Apply(value) : null;

        internal override Int128 Evaluate(RecordScope scope) => Apply(Operand.Evaluate(scope));

        private Int128 Apply(Int128 value) => Sign switch
        {
            '-' => checked(-value),
            '~' => ~value,
            _ => value == 0 ? 1 : 0,
        };
    }

    /// <summary>An operator between two values.</summary>
    internal sealed record Binary(string Sign, StructExpression Left, StructExpression Right) : StructExpression
    {
        private const int WidestShift = 126;

        internal override Int128? Constant => Left.Constant is { } left && Right.Constant is { } right ? Apply(left, right) : null;

        internal override Int128 Evaluate(RecordScope scope)
        {
            Int128 left = Left.Evaluate(scope);
            return Sign switch
            {
                // As in C, the second value is not looked at if the first one decides.
                "&&" => left != 0 && Right.Evaluate(scope) != 0 ? 1 : 0,
                "||" => left != 0 || Right.Evaluate(scope) != 0 ? 1 : 0,
                _ => Apply(left, Right.Evaluate(scope)),
            };
        }

        private Int128 Apply(Int128 left, Int128 right) => Sign switch
        {
            "+" => checked(left + right),
            "-" => checked(left - right),
            "*" => checked(left * right),
            "/" => right == 0 ? throw new DivideByZeroException() : left / right,
            "%" => right == 0 ? throw new DivideByZeroException() : left % right,
            "&" => left & right,
            "|" => left | right,
            "^" => left ^ right,
            "<<" => Shift(left, right),
            ">>" => left >> Distance(right),
            "==" => left == right ? 1 : 0,
            "!=" => left != right ? 1 : 0,
            "<" => left < right ? 1 : 0,
            "<=" => left <= right ? 1 : 0,
            ">" => left > right ? 1 : 0,
            ">=" => left >= right ? 1 : 0,
            "&&" => left != 0 && right != 0 ? 1 : 0,
            _ => left != 0 || right != 0 ? 1 : 0,
        };

        private static Int128 Shift(Int128 left, Int128 right)
        {
            int distance = Distance(right);
            Int128 shifted = left << distance;
            return shifted >> distance == left ? shifted : throw new OverflowException();
        }

        private static int Distance(Int128 right) => right >= 0 && right <= WidestShift ? (int)right : throw new OverflowException();
    }
}
