using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
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
    internal RegexNode.Unit WordCharacter => NodeOf("[\\w\u200C\u200D]", RegexOptions.None);

    /// <summary>One atom, for automata and for .NET. In brackets, it means the same beside any other one.</summary>
    /// <param name="atom">A character, an escape or a class, as it is written.</param>
    /// <param name="options">The options that hold where it is written.</param>
    internal RegexNode.Unit NodeOf(string atom, RegexOptions options)
    {
        string text = atom.Length > 1 || atom == "." || char.IsLetterOrDigit(atom[0]) ? atom
            : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)atom[0]:X4}");
        string letters = ((options & RegexOptions.IgnoreCase) != 0 ? "i" : string.Empty) + ((options & RegexOptions.Singleline) != 0 ? "s" : string.Empty);
        return new RegexNode.Unit(Of(atom, options), "(?" + letters + ":" + text + ")");
    }

    /// <summary>The characters that one atom matches.</summary>
    /// <param name="atom">A character, an escape or a class, as it is written.</param>
    /// <param name="options">The options that hold where it is written.</param>
    private UnitSet Of(string atom, RegexOptions options)
    {
        if (atom.Length == 1 && atom[0] != '.' && (options & RegexOptions.IgnoreCase) == 0)
        {
            return UnitSet.Of(atom[0]);
        }

        (string, RegexOptions) key = (atom, options & Relevant);
        if (!_known.TryGetValue(key, out UnitSet? set))
        {
            List<int> units = [];
            foreach (ValueMatch run in new Regex("(?:" + atom + ")+", key.Item2 | RegexOptions.CultureInvariant).EnumerateMatches(s_all))
            {
                units.AddRange(Enumerable.Range(run.Index, run.Length));
            }

            set = UnitSet.Of(units);
            _known.Add(key, set);
        }

        return set;
    }
}
