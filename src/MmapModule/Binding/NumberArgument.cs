using System;
using System.Globalization;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Turns what users give as one number into a value of the type that is in memory.</summary>
internal static class NumberArgument
{
    /// <summary>A value of the wanted type; without one, of its own.</summary>
    /// <exception cref="MmapException">ValueTooLarge or InvalidArgument.</exception>
    internal static object Convert(object? value, MappedValueType? type)
    {
        object? plain = PlainValue.Of(value);
        if (type is null && plain is string text)
        {
            throw ValueArgumentErrors.TextIsNoNumber(text);
        }

        object? number = type is not null ? ValueConverter.Convert(plain, type.Value)
            : plain is Enum ? System.Convert.ChangeType(plain, Enum.GetUnderlyingType(plain.GetType()), CultureInfo.InvariantCulture)
            : plain;
        return number is not null && ValueCodec.ValueTypeOf(number) is not null ? number : throw ValueArgumentErrors.NotOneNumber(plain);
    }
}
