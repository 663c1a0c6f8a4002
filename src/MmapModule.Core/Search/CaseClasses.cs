using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;

namespace MmapModule.Search;

/// <summary>Characters that are equal if case does not count: the simple case folding of Unicode.</summary>
internal static class CaseClasses
{
    /// <summary>No script after this code point has two cases.</summary>
    private const int EndOfLetters = 0x20000;

    private static readonly Lazy<Dictionary<Rune, Rune[]>> s_classes = new(Build, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>All characters that are equal to one, and that one first.</summary>
    internal static IEnumerable<Rune> Of(Rune rune) => s_classes.Value.TryGetValue(rune, out Rune[]? all)
        ? all.Where(other => other != rune).Prepend(rune)
        : [rune];

    /// <summary>Whatever has the same upper or lower case belongs together, and so does what belongs to one of these.</summary>
    private static Dictionary<Rune, Rune[]> Build()
    {
        Dictionary<Rune, List<Rune>> known = [];
        for (int value = 0; value < EndOfLetters; value++)
        {
            if (Rune.TryCreate(value, out Rune rune))
            {
                Join(known, rune, Rune.ToUpperInvariant(rune));
                Join(known, rune, Rune.ToLowerInvariant(rune));
            }
        }

        // .NET leaves the long s alone because it would become an ASCII letter.
        Join(known, new Rune('s'), new Rune('\u017F'));
        Join(known, new Rune('k'), new Rune('\u212A'));
        Join(known, new Rune('\u00DF'), new Rune('\u1E9E'));
        return known.ToDictionary(static entry => entry.Key, static entry => entry.Value.ToArray());
    }

    private static void Join(Dictionary<Rune, List<Rune>> known, Rune one, Rune other)
    {
        if (one == other)
        {
            return;
        }

        List<Rune> ones = ClassOf(known, one);
        List<Rune> others = ClassOf(known, other);
        if (ReferenceEquals(ones, others))
        {
            return;
        }

        ones.AddRange(others);
        foreach (Rune rune in others)
        {
            known[rune] = ones;
        }
    }

    private static List<Rune> ClassOf(Dictionary<Rune, List<Rune>> known, Rune rune)
    {
        if (!known.TryGetValue(rune, out List<Rune>? all))
        {
            all = [rune];
            known.Add(rune, all);
        }

        return all;
    }
}
