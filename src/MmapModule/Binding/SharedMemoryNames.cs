using System;
using System.Collections.Generic;
using System.IO;
using MmapModule.Errors;
using MmapModule.Sharing;

namespace MmapModule.Binding;

/// <summary>Finds shared memory by the names that a user typed, or that objects have.</summary>
internal static class SharedMemoryNames
{
    private static readonly NameFinder s_finder = new(ObjectName.SharedMemory, LookupErrors.NoSharedMemory);

    /// <inheritdoc cref="NameFinder.AddMatches"/>
    internal static void AddMatches(string name, IReadOnlyList<string> all, HashSet<string> matches) => s_finder.AddMatches(name, all, matches);

    /// <inheritdoc cref="NameFinder.AddLiteral"/>
    internal static void AddLiteral(string name, IReadOnlyList<string> all, HashSet<string> matches) => s_finder.AddLiteral(name, all, matches);

    /// <summary>The id of the System V segment that an object means; null if it means something else.</summary>
    internal static int? SegmentOf(object given) => PlainValue.Of(given) switch
    {
        SharedMemoryInfo info => info.Id,
        MemoryMap map => map.SegmentId,
        _ when IsCopy(given) && Properties.Value(given, "Kind")?.ToString() == nameof(SharedMemoryKind.SystemV)
            && Properties.Value(given, "Id") is { } id && PlainValue.Of(id) is int number => number,
        _ => null,
    };

    /// <summary>The name that an object means; not what just has a property Name, such as a process.</summary>
    /// <exception cref="MmapException">InvalidArgument.</exception>
    internal static string NameOf(object given)
    {
        string? name = PlainValue.Of(given) switch
        {
            string text => text,
            SharedMemoryInfo info => info.Name,
            MemoryMap { Kind: MapKind.SharedMemory } map => map.Name,
            FileInfo file => SharedMemoryCatalog.NameOf(file),
            _ when IsCopy(given) => Properties.Text(given, "Name"),
            _ => null,
        };
        return name ?? throw PathArgumentErrors.NoSharedMemory(given);
    }

    private static bool IsCopy(object given)
    {
        string type = typeof(SharedMemoryInfo).FullName!;
        return Properties.IsPlain(given) || Properties.IsCopyOf(given, type, "Selected.") || Properties.IsCopyOf(given, type, "Deserialized.");
    }
}
