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
            null or string => null,
            MemoryMap map => map.Path ?? throw NoPath(map),
            MappedRegion region => region.Path ?? throw NoPath(region.Map),
            FileSystemInfo file => file.FullName,
            _ => Properties.Text(given, "Path"),
        };
        return path is null ? given : WildcardPattern.Escape(path);
    }

    private static ArgumentTransformationMetadataException NoPath(MemoryMap map) => new(map + " has no path.");
}
