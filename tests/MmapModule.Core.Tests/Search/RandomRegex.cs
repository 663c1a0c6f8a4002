using System;
using System.Linq;
using System.Text;

namespace MmapModule.Tests.Search;

/// <summary>Makes expressions and bytes in which they have hits; the same ones for the same seed.</summary>
internal sealed class RandomRegex(int seed, bool ofUnits = false)
{
    private const string TextCharacters = "aaabbäÄü€ \nd1Kk\u212A\u0661\u200D\u00E9\uD83D\uDE00@";

    private static readonly string[] s_atomsOfUnits =
        ["a", "b", "ä", "Ä", "€", ".", "[äb]", "[^a]", "[à-ü]", "\\w", "\\s", "\\d", "\\n", "\\p{Lu}", "\\u20AC", "\\uD83D", "(?:\uD83D\uDE00)", "(?i:ä)", "(?i:K)", "(?i:[^k])", "[a-ü-[b]]", "(?s:.)", "\\W"];

    private static readonly string[] s_atoms = ["a", "b", "c", "@", ".", "[ab]", "[^a]", "[b-d]", "\\w", "\\s", "\\d", "\\n", "[^\\n]", "(?:ab)"];
    private static readonly string[] s_places = ["^", "$", "\\b", "\\B", "\\A", "\\z", "(?<=a)", "(?!@)"];
    private static readonly string[] s_counts = ["*", "+", "?", "*?", "+?", "??", "{1,3}", "{2}", "{2,}"];
    private readonly Random _random = new(seed);

    internal int Next(int limit) => _random.Next(limit);

    internal int Next(int least, int limit) => _random.Next(least, limit);

    internal T OneOf<T>(params T[] values) => values[_random.Next(values.Length)];

    /// <param name="withLooks">Also what an automaton cannot search for.</param>
    internal string Expression(bool withLooks) => Choice(3, withLooks);

    internal byte[] Content()
    {
        byte[] content = new byte[_random.Next(1, 400)];
        for (int i = 0; i < content.Length; i++)
        {
            content[i] = "aaabbc@ \nd1"u8[_random.Next(11)];
        }

        return content;
    }

    /// <summary>Characters of all kinds, halves of surrogate pairs too.</summary>
    internal string Text()
    {
        char[] content = new char[_random.Next(1, 300)];
        for (int i = 0; i < content.Length; i++)
        {
            content[i] = OneOf(TextCharacters[_random.Next(TextCharacters.Length)], (char)_random.Next(char.MaxValue + 1), 'a', 'ä');
        }

        return new string(content);
    }

    private string Choice(int depth, bool withLooks) =>
        string.Join('|', Enumerable.Range(0, _random.Next(4) == 0 ? 2 : 1).Select(_ => Sequence(depth, withLooks)));

    private string Sequence(int depth, bool withLooks)
    {
        StringBuilder sequence = new();
        for (int parts = _random.Next(1, 4); parts > 0; parts--)
        {
            sequence.Append(Part(depth, withLooks));
        }

        return sequence.ToString();
    }

    private string Part(int depth, bool withLooks)
    {
        int kind = _random.Next(withLooks ? 20 : 17);
        if (kind is 15 or 16)
        {
            return withLooks ? OneOf(s_places) : OneOf("^", "$");
        }

        if (kind > 16)
        {
            return depth == 0 ? "a" : OneOf("(?=", "(?!", "(?<=", "(?<!", "(?>") + Choice(depth - 1, withLooks) + ")";
        }

        string atom = kind < 11 || depth == 0 ? OneOf(ofUnits ? s_atomsOfUnits : s_atoms) : OneOf("(", "(?:") + Choice(depth - 1, withLooks) + ")";
        return _random.Next(2) == 0 ? atom : atom + OneOf(s_counts);
    }
}
