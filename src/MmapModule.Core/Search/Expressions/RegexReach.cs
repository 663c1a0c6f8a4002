using System.Collections.Generic;
using System.Linq;

namespace MmapModule.Search;

/// <summary>
/// Where backtracking reads while it tries an expression: an expression without lookarounds and references that goes on at least
/// as far as any attempt. When it has ended, what lies beyond makes no difference.
/// </summary>
internal static class RegexReach
{
    /// <summary>Longer repetitions count as endless.</summary>
    private const int LongestLoop = 64;

    private static readonly RegexNode s_nothing = new RegexNode.Bytes(ByteSet.None);
    private static readonly RegexNode s_empty = new RegexNode.Sequence([]);
    private static readonly RegexNode s_anything = new RegexNode.Loop(new RegexNode.Bytes(ByteSet.All), 0, RegexNode.Unlimited, IsLazy: false);

    /// <summary>What is read to the right or to the left, by the expression itself and by its lookarounds.</summary>
    /// <param name="node">The expression.</param>
    /// <param name="toLeft">The direction of reading.</param>
    /// <param name="withMain">Whether the expression itself is matched in this direction.</param>
    internal static RegexNode Of(RegexNode node, bool toLeft, bool withMain)
    {
        List<RegexNode> ways = withMain ? [Read(node, toLeft)] : [];
        Collect(node, toLeft, ways);
        return ways.Count == 0 ? s_nothing : new RegexNode.Choice(ways);
    }

    /// <summary>Everything that could match if lookarounds always matched.</summary>
    internal static RegexNode Loosely(RegexNode node, bool toLeft) => node switch
    {
        RegexNode.Look or RegexNode.Place => s_empty,
        RegexNode.Condition condition => new RegexNode.Choice([Loosely(condition.Yes, toLeft), Loosely(condition.No, toLeft)]),
        _ => Map(node, toLeft, static (part, left) => Loosely(part, left)),
    };

    private static RegexNode Read(RegexNode node, bool toLeft)
    {
        switch (node)
        {
            case RegexNode.Place:
                return s_empty;
            case RegexNode.Look look:
                return look.IsBehind == toLeft ? Aside(Read(look.Body, toLeft)) : s_empty;
            case RegexNode.Condition condition:
                RegexNode ways = new RegexNode.Choice([Read(condition.Yes, toLeft), Read(condition.No, toLeft)]);
                return condition.Test is null ? ways : Sequence([Read(condition.Test, toLeft), ways], toLeft: false);
            default:
                return Map(node, toLeft, static (part, left) => Read(part, left));
        }
    }

    private static RegexNode Map(RegexNode node, bool toLeft, System.Func<RegexNode, bool, RegexNode> map) => node switch
    {
        RegexNode.Sequence sequence => Sequence([.. sequence.Parts.Select(part => map(part, toLeft))], toLeft),
        RegexNode.Loop { To: > LongestLoop } loop => new RegexNode.Loop(map(loop.Body, toLeft), 0, RegexNode.Unlimited, loop.IsLazy),
        RegexNode.Group or RegexNode.Atomic => map(node.Parts[0], toLeft),
        RegexNode.Again => s_anything,
        _ => node.With(part => map(part, toLeft)),
    };

    private static RegexNode.Sequence Sequence(List<RegexNode> parts, bool toLeft)
    {
        if (toLeft)
        {
            parts.Reverse();
        }

        return new RegexNode.Sequence(parts);
    }

    /// <summary>A lookaround reads, and then the search continues where it was.</summary>
    private static RegexNode.Choice Aside(RegexNode read) => new([new RegexNode.Sequence([read, s_nothing]), s_empty]);

    /// <summary>All lookarounds in one direction, wherever they are.</summary>
    private static void Collect(RegexNode node, bool toLeft, List<RegexNode> looks)
    {
        if (node is RegexNode.Look look && look.IsBehind == toLeft)
        {
            looks.Add(Read(look.Body, toLeft));
        }

        foreach (RegexNode part in node.Parts)
        {
            Collect(part, toLeft, looks);
        }
    }
}
