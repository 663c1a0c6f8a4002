using System;
using System.Globalization;

namespace MmapModule.Binding;

/// <summary>Turns what users give as one number into a value of the type that is in memory.</summary>
internal static class NumberArgument
{
    /// <summary>A value of the wanted type; without one, of its own.</summary>
    /// <exception cref="MmapException">ValueTooLarge or InvalidArgument.</exception>
    internal static object Convert(object? value, MappedValueType? type)
    {
        object? plain = ValueList.Unwrap(value);
        if (type is null && plain is string text)
        {
            throw MapErrors.Invalid("'" + text + "' is a text, not a number.", "Write the number without quotes, a negative one in parentheses: (-1); or give -As.");
        }

        object? number = type is not null ? ValueConverter.Convert(plain, type.Value)
            : plain is Enum ? System.Convert.ChangeType(plain, Enum.GetUnderlyingType(plain.GetType()), CultureInfo.InvariantCulture)
            : plain;
        return number is not null && ValueCodec.ValueTypeOf(number) is not null ? number : throw MapErrors.Invalid(
            plain is null ? "The value is null." : "A value of the type " + plain.GetType() + " is not one number.",
            "Give a number; -As says which type it has in memory.");
    }
}
