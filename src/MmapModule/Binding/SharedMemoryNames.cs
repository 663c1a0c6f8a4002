using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Finds shared memory by the names that a user typed, or that objects have.</summary>
internal static class SharedMemoryNames
{
    /// <summary>Adds the existing names that a name or wildcard means. Names differ by case, as in every program.</summary>
    /// <param name="name">The name or wildcard as typed.</param>
    /// <param name="all">What there is.</param>
    /// <param name="matches">Where to add.</param>
    /// <exception cref="MmapException">SharedMemoryNotFound or InvalidArgument.</exception>
    internal static void AddMatches(string name, IReadOnlyList<string> all, HashSet<string> matches)
    {
        if (WildcardPattern.ContainsWildcardCharacters(name))
        {
            WildcardPattern pattern = Wildcards.Parse(name, WildcardOptions.None);
            matches.UnionWith(all.Where(pattern.IsMatch));
            return;
        }

        AddLiteral(WildcardPattern.Unescape(name), all, matches);
    }

    /// <summary>Adds the one existing name.</summary>
    /// <exception cref="MmapException">SharedMemoryNotFound or InvalidArgument.</exception>
    internal static void AddLiteral(string name, IReadOnlyList<string> all, HashSet<string> matches)
    {
        string plain = SharedMemoryName.Check(name);
        if (!all.Contains(plain))
        {
            throw LookupErrors.NoSharedMemory(plain);
        }

        matches.Add(plain);
    }

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
