using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>Finds things that have names by what a user typed. Names differ by case, as in every program.</summary>
/// <param name="check">The plain name of what was given; throws if it cannot be a name.</param>
/// <param name="notFound">The error for a name that is not there.</param>
internal sealed class NameFinder(Func<string, string> check, Func<string, MmapException> notFound)
{
    /// <summary>Adds the existing names that a name or wildcard means.</summary>
    /// <param name="name">The name or wildcard as typed.</param>
    /// <param name="all">What there is.</param>
    /// <param name="matches">Where to add.</param>
    /// <exception cref="MmapException">The name is not there, or can be none.</exception>
    internal void AddMatches(string name, IReadOnlyList<string> all, HashSet<string> matches)
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
    /// <exception cref="MmapException">The name is not there, or can be none.</exception>
    internal void AddLiteral(string name, IReadOnlyList<string> all, HashSet<string> matches)
    {
        string plain = check(name);
        if (!all.Contains(plain))
        {
            throw notFound(plain);
        }

        matches.Add(plain);
    }
}
