using System;
using System.IO;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>
/// Takes an object where a path is expected for the path it has, as it is, and not for the text it is shown as. Only
/// text is a pattern: an object that names a file means this file, whatever characters are in its name.
/// </summary>
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
            null or string => null,
            MemoryMap map => map.Path ?? throw NoPath(map),
            MappedRegion region => RefusesRegions ? throw Refusal() : region.Path ?? throw NoPath(region.Map),
            FileCacheRegionInfo when RefusesRegions => throw Refusal(),
            FileSystemInfo file => file.FullName,
            _ => Properties.Text(given, "Path"),
        };
        return path is null ? given : WildcardPattern.Escape(path);
    }

    private static ArgumentTransformationMetadataException NoPath(MemoryMap map) => new(map + " has no path.");

    /// <summary>With a failed conversion inside, the binder goes on to the parameter that takes regions.</summary>
    private static ArgumentTransformationMetadataException Refusal()
    {
        const string message = "A region is a part of a file, not a path. Pipe it, or give it to -Region, and only that part counts.";
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
