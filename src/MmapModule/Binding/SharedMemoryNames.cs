using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Finds shared memory by the names that a user typed.</summary>
internal static class SharedMemoryNames
{
    /// <summary>Adds the existing names that a name or wildcard means. Names differ by case, as in every program.</summary>
    /// <param name="name">The name or wildcard as typed.</param>
    /// <param name="all">What there is.</param>
    /// <param name="matches">Where to add.</param>
    /// <exception cref="MmapException">SharedMemoryNotFound or InvalidArgument, for a name without wildcards.</exception>
    internal static void AddMatches(string name, IReadOnlyList<string> all, HashSet<string> matches)
    {
        if (WildcardPattern.ContainsWildcardCharacters(name))
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.None);
            matches.UnionWith(all.Where(pattern.IsMatch));
            return;
        }

        string plain = SharedMemoryName.Check(WildcardPattern.Unescape(name));
        if (!all.Contains(plain))
        {
            throw LookupErrors.NoSharedMemory(plain);
        }

        matches.Add(plain);
    }
}
