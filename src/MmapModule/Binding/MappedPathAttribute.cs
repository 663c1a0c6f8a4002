using System;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>Takes a map or region where a path is expected for the path of its file, and not for the text it is shown as.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MappedPathAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not object[] several)
        {
            return PathOf(inputData);
        }

        return Array.Exists(several, static one => PathOf(one) != one) ? Array.ConvertAll(several, PathOf) : inputData;
    }

    private static object PathOf(object given)
    {
        string? path = (given is PSObject wrapped ? wrapped.BaseObject : given) switch
        {
            MemoryMap map => map.Path,
            MappedRegion region => region.Path,
            _ => null,
        };
        return path is null ? given : WildcardPattern.Escape(path);
    }
}
