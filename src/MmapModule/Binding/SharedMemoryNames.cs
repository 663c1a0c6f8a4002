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

    /// <summary>The name that an object means; not what just has a property Name, such as a process.</summary>
    /// <exception cref="MmapException">InvalidArgument.</exception>
    internal static string NameOf(object given)
    {
        string type = typeof(SharedMemoryInfo).FullName!;
        string? name = PlainValue.Of(given) switch
        {
            string text => text,
            SharedMemoryInfo info => info.Name,
            MemoryMap { Kind: MapKind.SharedMemory } map => map.Name,
            FileInfo file => SharedMemoryCatalog.NameOf(file),
            _ when Properties.IsPlain(given) || Properties.IsCopyOf(given, type, "Selected.") || Properties.IsCopyOf(given, type, "Deserialized.") => Properties.Text(given, "Name"),
            _ => null,
        };
        return name ?? throw PathArgumentErrors.NoSharedMemory(given);
    }
}
