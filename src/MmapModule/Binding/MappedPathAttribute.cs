using System;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>Takes a map or region where a path is expected for the path of its file, and not for the text it is shown as.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MappedPathAttribute : ArgumentTransformationAttribute
{
    /// <summary>A region is not taken for the path of its file: what is done to the file must not happen to all of it.</summary>
    public bool RefusesRegions { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not object[] several)
        {
            return PathOf(inputData);
        }

        return Array.Exists(several, one => PathOf(one) != one) ? Array.ConvertAll(several, PathOf) : inputData;
    }

    private object PathOf(object given)
    {
        string? path = (given is PSObject wrapped ? wrapped.BaseObject : given) switch
        {
            MemoryMap map => map.Path,
            MappedRegion region => RefusesRegions ? throw Refusal() : region.Path,
            _ => null,
        };
        return path is null ? given : WildcardPattern.Escape(path);
    }

    /// <summary>With a failed conversion inside, the binder goes on to the parameter that takes regions.</summary>
    private static ArgumentTransformationMetadataException Refusal()
    {
        const string message = "A region is a part of a file, not a path. Pipe it, or give it to -Region, and only that part counts.";
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
