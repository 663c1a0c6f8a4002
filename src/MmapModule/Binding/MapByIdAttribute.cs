using System;
using System.Globalization;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Lets the ids of maps be given where maps are expected.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MapByIdAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => PlainValue.Of(inputData) switch
    {
        object[] several => Array.ConvertAll(several, MapOf),
        _ => MapOf(inputData),
    };

    private static object MapOf(object given) => PlainValue.Of(given) switch
    {
        int or long or short or byte when LanguagePrimitives.TryConvertTo(given, CultureInfo.InvariantCulture, out int id) =>
            MapRegistry.Find(id) ?? throw BindingErrors.Wrong(LookupErrors.NoMapId(id)),
        _ => given,
    };
}
