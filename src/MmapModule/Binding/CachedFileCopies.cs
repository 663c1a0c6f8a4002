using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Copies of what Get-FileCache wrote: saved with Export-Clixml or as JSON, or sent from another process.</summary>
internal static class CachedFileCopies
{
    private const string Deserialized = "Deserialized.";

    /// <summary>Whether the object means parts of its file, so that it must not be taken for the path of all of it.</summary>
    internal static bool IsPart(object? given) => given is not null && (IsDetail(given) || IsRegion(given));

    /// <summary>What the copy was made of; anything else is returned as it is.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It has ranges that are not.</exception>
    internal static object Restore(object? given)
    {
        if (given is null || !IsPart(given) || Properties.Text(given, nameof(FileCacheInfo.Path)) is not { } path)
        {
            return given!;
        }

        MapRange range = new(Number(given, nameof(FileCacheDetail.Offset), 0), Number(given, nameof(FileCacheInfo.Length), 0));
        return IsRegion(given)
            ? new FileCacheRegionInfo(path, range)
            : new FileCacheDetail(path, range, isPart: Properties.Value(given, nameof(FileCacheDetail.IsPart)) is true, Ranges(given));
    }

    private static bool IsRegion(object given) => Properties.IsCopyOf(given, typeof(FileCacheRegionInfo).FullName!, Deserialized);

    /// <summary>JSON has no types, so a path with ranges is enough there.</summary>
    private static bool IsDetail(object given) =>
        Properties.IsCopyOf(given, typeof(FileCacheDetail).FullName!, Deserialized)
        || (Properties.IsPlain(given) && Properties.Text(given, nameof(FileCacheInfo.Path)) is not null && Properties.Value(given, nameof(FileCacheDetail.Ranges)) is not null);

    private static List<MapRange> Ranges(object given)
    {
        List<MapRange> ranges = [];
        object? value = PlainValue.Of(Properties.Value(given, nameof(FileCacheDetail.Ranges)));
        foreach (object? one in value is IEnumerable several and not (string or IDictionary) ? several : new[] { value })
        {
            if (one is not null)
            {
                ranges.Add(Range(one));
            }
        }

        return ranges;
    }

    private static MapRange Range(object given) => new(Number(given, nameof(MapRange.Offset)), Number(given, nameof(MapRange.Length)));

    private static long Number(object given, string name, long? missing = null) =>
        Properties.Value(given, name) is not { } value ? missing ?? throw BindingErrors.NoRange(given)
            : LanguagePrimitives.TryConvertTo(value, out long number) ? number
            : throw BindingErrors.NoRange(given);
}
