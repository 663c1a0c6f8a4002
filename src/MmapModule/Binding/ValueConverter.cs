using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Converts values that users give, and words the errors where that is not possible without loss.</summary>
internal static class ValueConverter
{
    /// <summary>A value of the wanted type.</summary>
    /// <exception cref="MmapException">ValueTooLarge or InvalidArgument.</exception>
    internal static object Convert(object? value, MappedValueType type)
    {
        object? plain = PlainValue.Of(value);
        if (ValueConversion.TryConvert(plain, ValueCodec.TypeOf(type), out object? result, out bool isTooLarge))
        {
            return result!;
        }

        throw isTooLarge ? ValueArgumentErrors.TooLarge(plain, type) : ValueArgumentErrors.NotOfType(plain, type);
    }
}
