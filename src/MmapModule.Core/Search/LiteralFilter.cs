using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace MmapModule.Search;

/// <summary>Bytes that are in every match of an expression, and how far before them the match can begin.</summary>
/// <remarks>
/// Programs such as grep and rg do the same ("required literals"): a literal is found many times faster than an automaton walks.
/// Before it only literal beginnings were looked for, which most expressions do not have.
/// </remarks>
/// <param name="Pattern">The bytes.</param>
/// <param name="Before">The set of the bytes between the start of the match and them.</param>
/// <param name="Least">How many those are at least.</param>
/// <param name="Most">How many those are at most.</param>
internal sealed record LiteralFilter(FixedPattern Pattern, ByteSet Before, int Least, int Most)
{
    /// <summary>A match may begin so far before the bytes even if they can occur in between, too.</summary>
    private const int Near = 1024;

    private const int LongestLiteral = 32;

    /// <summary>The best bytes to look for; null if no bytes are in every match.</summary>
    /// <param name="node">The expression, as it is met in the direction of the search.</param>
    /// <param name="isBackward">The direction; before the bytes is then what follows them in the file.</param>
    internal static LiteralFilter? TryFind(RegexNode node, bool isBackward)
    {
        List<RegexNode> parts = Flatten(node);
        LiteralFilter? best = null;
        int bestRank = int.MaxValue;
        ByteSet before = ByteSet.None;
        for (int i = 0; i < parts.Count; i++)
        {
            int count = CountLiteral(parts, i);
            if (count > 0)
            {
                HexPattern bytes = Literal(parts, i, count);
                RegexNode prefix = new RegexNode.Sequence([.. parts.Take(i)]);
                int rank = Rank(bytes);
                bool isNear = prefix.Most <= Near || !before.Contains(bytes.Bits[0]);
                bool isApart = bytes.Mask[0] == 0xFF || prefix.Most <= Near;
                FixedPattern pattern = new(isBackward ? Reverse(bytes) : bytes, alignment: 1);
                if (rank < bestRank && isNear && isApart && !pattern.MatchesZeros)
                {
                    bestRank = rank;
                    best = new LiteralFilter(pattern, before, prefix.Least, prefix.Most);
                }
            }

            before |= BytesOf(parts[i]);
        }

        return best;
    }

    /// <summary>The bytes with which each of several expressions begins; null if one of them begins with anything.</summary>
    internal static LiteralSet? TryFindPrefixes(IReadOnlyList<RegexNode> nodes)
    {
        List<HexPattern> prefixes = [];
        foreach (RegexNode node in nodes)
        {
            List<RegexNode> parts = Flatten(node);
            int count = CountLiteral(parts, 0);
            if (count < 2)
            {
                return null;
            }

            prefixes.Add(Literal(parts, 0, count));
        }

        LiteralSet set = new(prefixes);
        return set.MatchesZeros ? null : set;
    }

    /// <summary>The parts that follow each other in every match; what is repeated is there at least once.</summary>
    private static List<RegexNode> Flatten(RegexNode node)
    {
        List<RegexNode> parts = [];
        foreach (RegexNode part in node is RegexNode.Sequence sequence ? sequence.Parts : [node])
        {
            if (part is RegexNode.Loop { From: > 0 and <= 16, Body: RegexNode.Bytes or RegexNode.Sequence } loop)
            {
                for (int i = 0; i < loop.From; i++)
                {
                    parts.AddRange(Flatten(loop.Body));
                }

                if (loop.To > loop.From)
                {
                    parts.Add(new RegexNode.Loop(loop.Body, 0, loop.To == RegexNode.Unlimited ? loop.To : loop.To - loop.From, loop.IsLazy));
                }
            }
            else if (part.Most > 0)
            {
                parts.Add(part);
            }
        }

        return parts;
    }

    private static int CountLiteral(List<RegexNode> parts, int start)
    {
        int i = start;
        while (i < parts.Count && i - start < LongestLiteral && parts[i] is RegexNode.Bytes bytes && TryMask(bytes.Set, out _, out byte mask) && mask != 0)
        {
            i++;
        }

        return i - start;
    }

    private static HexPattern Literal(List<RegexNode> parts, int start, int count)
    {
        byte[] bits = new byte[count];
        byte[] masks = new byte[count];
        for (int i = 0; i < count; i++)
        {
            _ = TryMask(((RegexNode.Bytes)parts[start + i]).Set, out bits[i], out masks[i]);
        }

        return HexPattern.FromMask(bits, masks);
    }

    private static HexPattern Reverse(HexPattern bytes)
    {
        byte[] bits = bytes.Bits.ToArray();
        byte[] masks = bytes.Mask.ToArray();
        Array.Reverse(bits);
        Array.Reverse(masks);
        return HexPattern.FromMask(bits, masks);
    }

    /// <summary>One byte, or some that differ in bits that are left open, such as the two cases of a letter.</summary>
    private static bool TryMask(ByteSet set, out byte bits, out byte mask)
    {
        byte all = byte.MaxValue;
        byte any = 0;
        for (int value = 0; value <= byte.MaxValue; value++)
        {
            if (set.Contains(value))
            {
                all &= (byte)value;
                any |= (byte)value;
            }
        }

        mask = (byte)~(all ^ any);
        bits = (byte)(all & mask);
        return set.Count is > 0 and <= 4 && set.Count == 1 << (8 - BitOperations.PopCount(mask));
    }

    /// <summary>How common the rarest two bytes are.</summary>
    private static int Rank(HexPattern bytes)
    {
        int[] ranks = [.. Enumerable.Range(0, bytes.Length).Select(i => ByteRanks.Rank(bytes.Bits[i], bytes.Mask[i])).Order()];
        return ranks.Length > 1 ? Math.Min(ranks[0], (ranks[0] + ranks[1]) / 4) : ranks[0];
    }

    private static ByteSet BytesOf(RegexNode node) => node switch
    {
        RegexNode.Bytes bytes => bytes.Set,
        RegexNode.Sequence sequence => sequence.Parts.Aggregate(ByteSet.None, static (sum, part) => sum | BytesOf(part)),
        RegexNode.Choice choice => choice.Ways.Aggregate(ByteSet.None, static (sum, way) => sum | BytesOf(way)),
        RegexNode.Loop loop => BytesOf(loop.Body),
        _ => ByteSet.None,
    };
}
