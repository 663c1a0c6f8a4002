using System;
using System.Globalization;

namespace MmapModule;

/// <summary>Encodes what .NET programs give: dictionaries, and instances of the structure that the layout was made from.</summary>
internal sealed class DictionaryEncoder : RecordEncoder
{
    internal DictionaryEncoder(MappedStruct layout)
        : base(layout)
    {
    }

    private protected override object? Unwrap(object? value) => value;

    private protected override bool TryGet(object record, string name, out object? value) =>
        throw MapErrors.Invalid(
            "A value of the type " + record.GetType() + " is no record.",
            "Give a dictionary with the fields, or an instance of the structure that the layout was made from.");

    private protected override object Convert(object value, Type target, MappedStructField field, string path)
    {
        try
        {
            return System.Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            throw StructErrors.TooLarge(value, field.Type, path);
        }
        catch (Exception error) when (error is InvalidCastException or FormatException)
        {
            throw StructErrors.NotAValue(value, field.Type, path);
        }
    }
}
