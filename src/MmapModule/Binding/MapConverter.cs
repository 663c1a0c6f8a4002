using System;
using System.Globalization;
using System.IO;
using System.Management.Automation;

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
            return "This is a copy of the properties of a map of another process. Map the file or the shared memory in this process too: New-MemoryMap.";
        }

        return (source is PSObject wrapped ? wrapped.BaseObject : source) switch
        {
            string text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) => "'" + text + "' is not a map. The map of this id is (Get-MemoryMap -Id " + text + ").",
            string text => "'" + Shown.Name(text) + "' is not a map. Map the file first, New-MemoryMap '" + Shown.Name(text) + "', or write the name of the parameter that this is for.",
            FileSystemInfo file => "A file is not a map. Map it first: New-MemoryMap -LiteralPath '" + Shown.Name(file.FullName) + "'.",
            _ => null,
        };
    }
}
