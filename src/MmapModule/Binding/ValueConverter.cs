using System;

namespace MmapModule.Binding;

/// <summary>Converts values that users give, and words the errors where that is not possible without a loss.</summary>
internal static class ValueConverter
{
    /// <summary>A value of the wanted type.</summary>
    /// <exception cref="MmapException">ValueTooLarge or InvalidArgument.</exception>
    internal static object Convert(object? value, MappedValueType type)
    {
        object? plain = ValueList.Unwrap(value);
        if (ValueConversion.TryConvert(plain, ValueCodec.TypeOf(type), out object? result, out bool isTooLarge))
        {
            return result!;
        }

        if (!isTooLarge)
        {
            throw MapErrors.Invalid("The value " + ValueConversion.Show(plain) + " cannot become " + type + "." + ValueConversion.Reason(plain), "Give a value of this type, or another -As.");
        }

        string hint = plain is < 0 ? " In PowerShell 0xFFFFFFFF is -1: write 0xFFFFFFFFL for the positive number." : string.Empty;
        throw MapErrors.ValueTooLarge("The value " + ValueConversion.Show(plain) + " does not fit into " + type + "." + hint);
    }
}
