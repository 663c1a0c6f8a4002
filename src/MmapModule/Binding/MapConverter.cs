using System;
using System.IO;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>
/// PowerShell asks this where a map is expected and something else is given. Nothing can be converted, but the error
/// can say what to do, which a parameter type alone cannot; a real map never comes here, so it costs nothing.
/// </summary>
public sealed class MapConverter : PSTypeConverter
{
    private const string Deserialized = "Deserialized.MmapModule.";

    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => sourceValue is not null && Advice(sourceValue) is not null;

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException(Advice(sourceValue));

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException();

    private static string? Advice(object source)
    {
        if (source is PSObject { TypeNames: { Count: > 0 } names } && names[0].StartsWith(Deserialized, StringComparison.Ordinal))
        {
            return MapConversionErrors.OtherProcess;
        }

        return PlainValue.Of(source) switch
        {
            string text => MapConversionErrors.Text(text),
            FileSystemInfo file => MapConversionErrors.File(file),
            _ => null,
        };
    }
}
