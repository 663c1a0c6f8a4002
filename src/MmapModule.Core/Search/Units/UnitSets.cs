using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace MmapModule.Search;

/// <summary>
/// The characters that the atoms of an expression match. .NET is asked, with all characters as the text, so classes and the case
/// of letters are exactly its own.
/// </summary>
internal sealed class UnitSets
{
    private const RegexOptions Relevant = RegexOptions.IgnoreCase | RegexOptions.Singleline;

    private static readonly string s_all = string.Create(UnitSet.Units, 0, static (text, _) =>
    {
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = (char)i;
        }
    });

    private readonly Dictionary<(string Atom, RegexOptions Options), UnitSet> _known = [];

    /// <summary>The characters of words, beside which \b and \B look.</summary>
    internal UnitSet WordCharacters => Of("[\\w\u200C\u200D]", RegexOptions.None);

    /// <summary>The characters that one atom matches.</summary>
    /// <param name="atom">A character, an escape or a class, as it is written.</param>
    /// <param name="options">The options that hold where it is written.</param>
    internal UnitSet Of(string atom, RegexOptions options)
    {
        if (atom.Length == 1 && atom[0] != '.' && (options & RegexOptions.IgnoreCase) == 0)
        {
            return UnitSet.Of(atom[0]);
        }

        (string, RegexOptions) key = (atom, options & Relevant);
        if (!_known.TryGetValue(key, out UnitSet? set))
        {
            set = new UnitSet();
            foreach (ValueMatch run in new Regex("(?:" + atom + ")+", key.Item2 | RegexOptions.CultureInvariant).EnumerateMatches(s_all))
            {
                for (int i = 0; i < run.Length; i++)
                {
                    set.Add(run.Index + i);
                }
            }

            _known.Add(key, set);
        }

        return set;
    }
}
