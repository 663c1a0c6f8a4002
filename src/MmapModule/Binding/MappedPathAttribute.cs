using System;
using System.IO;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>
/// Takes an object where a path is expected for its path, literally, and not for the text it is shown as. Only
/// text is a pattern: an object that names a file means this file, whatever characters are in its name.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MappedPathAttribute : ArgumentTransformationAttribute
{
    /// <summary>A region is not taken for the path of its file: what is done to the file must not happen to all of it.</summary>
    public bool RefusesRegions { get; set; }

    /// <summary>What says which parts of a file were cached is left to the parameter that takes such objects.</summary>
    public bool RefusesDetails { get; set; }

    /// <summary>Mappings of processes are left to the parameter that takes them.</summary>
    public bool RefusesMappings { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (PlainValue.Of(inputData) is not object[] several)
        {
            return PathOf(inputData);
        }

        return Array.Exists(several, one => PathOf(one) != one) ? Array.ConvertAll(several, PathOf) : inputData;
    }

    private object PathOf(object given)
    {
        string? path = PlainValue.Of(given) switch
        {
            null or string => null,
            MemoryMap map => map.Path ?? throw BindingErrors.NoPath(map),
            MappedRegion region => RefusesRegions ? throw BindingErrors.RegionIsNoPath() : region.Path ?? throw BindingErrors.NoPath(region.Map),
            FileCacheRegionInfo or FileCacheDetail { IsPart: true } when RefusesRegions => throw BindingErrors.RegionIsNoPath(),
            FileCacheDetail when RefusesDetails => throw BindingErrors.RegionIsNoPath(),
            not FileSystemInfo when RefusesDetails && CachedFileCopies.IsPart(given) => throw BindingErrors.RegionIsNoPath(),
            ProcessMapping when RefusesMappings => throw BindingErrors.MappingIsNoPath(),
            FileSystemInfo file => file.FullName,
            _ => Properties.Text(given, "Path"),
        };
        return path is null ? given : WildcardPattern.Escape(path);
    }
}
