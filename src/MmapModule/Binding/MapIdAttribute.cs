using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>
/// Takes what belongs to a map for its id. The property Id of other objects means something else: that of a process must
/// not pick a map.
/// </summary>
internal sealed class MapIdAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PlainValue.Of(inputData) switch
        {
            MemoryMap map => map.Id,
            MappedRegion region => region.Map.Id,
            MemoryMapHealth health => health.Id,
            MemoryMapSaveResult result => result.Id,
            PSObject when Properties.IsCopyOf(inputData, typeof(MemoryMap).FullName!, "Selected.") => Properties.Value(inputData, "Id") ?? inputData,
            string text when !LanguagePrimitives.TryConvertTo(text, out int _) => throw BindingErrors.NoMapId(text),
            _ => inputData,
        };
}
