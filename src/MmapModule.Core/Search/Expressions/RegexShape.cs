using System.Collections.Generic;
using System.Linq;

namespace MmapModule.Search;

/// <summary>Changes of expressions that do not change what they find.</summary>
internal static class RegexShape
{
    private static readonly RegexNode s_empty = new RegexNode.Sequence([]);

    /// <summary>
    /// The expression without capturing groups, if an automaton can search for it; otherwise null. Out of the
    /// question are references, atomic groups, conditions, lookarounds of more than one byte, and repetitions of what can be empty.
    /// </summary>
    internal static RegexNode? TrySimplify(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Bytes:
                return node;
            case RegexNode.Place place:
                return place.Kind == PlaceKind.LastLineEnd ? null : place;
            case RegexNode.Look look:
                return TrySimplify(look.Body) is RegexNode.Bytes seen ? look with { Body = seen } : null;
            case RegexNode.Group group:
                return group.Prefix.Contains('-') ? null : TrySimplify(group.Body);
            case RegexNode.Sequence sequence:
                return TrySimplify(sequence.Parts) is { } parts ? Join(parts) : null;
            case RegexNode.Choice choice:
                return TrySimplify(choice.Ways) is { } ways ? new RegexNode.Choice(ways) : null;
            case RegexNode.Loop { To: 0 }:
                return s_empty;
            case RegexNode.Loop loop:
                RegexNode? body = TrySimplify(loop.Body);
                return body is null || (body.IsNullable && loop.To != 1) ? null : loop is { From: 1, To: 1 } ? body : new RegexNode.Loop(body, loop.From, loop.To, loop.IsLazy);
            default:
                return null;
        }
    }

    /// <summary>Whether something is repeated that can be empty.</summary>
    internal static bool RepeatsEmpty(RegexNode node) =>
        node.Any(static part => part is RegexNode.Loop { To: > 1, Body.IsNullable: true });

    /// <summary>The expression as it matches from its end to its beginning.</summary>
    internal static RegexNode Reverse(RegexNode node) => node switch
    {
        RegexNode.Sequence sequence => new RegexNode.Sequence([.. sequence.Parts.Reverse().Select(Reverse)]),
        RegexNode.Look => node,
        _ => node.With(Reverse),
    };

    /// <summary>
    /// An expression that matches where this one does with at least one byte, and nowhere else: where it prefers to be empty,
    /// there is no hit. Null if that cannot be written.
    /// </summary>
    internal static RegexNode? TryNonEmpty(RegexNode node)
    {
        if (!node.IsNullable)
        {
            return node;
        }

        EmptySplit split = Split(node);
        return !split.IsKnown || (split.HasAfter && HasPlace(node)) ? null : split.Before ?? new RegexNode.Bytes(ByteSet.None);
    }

    private static List<RegexNode>? TrySimplify(IReadOnlyList<RegexNode> nodes)
    {
        List<RegexNode> simple = [];
        foreach (RegexNode node in nodes)
        {
            if (TrySimplify(node) is not { } part)
            {
                return null;
            }

            simple.Add(part);
        }

        return simple;
    }

    /// <summary>Sequences inside sequences are one.</summary>
    private static RegexNode Join(IEnumerable<RegexNode> parts)
    {
        List<RegexNode> all = [.. parts.SelectMany(static part => part is RegexNode.Sequence inner ? inner.Parts : [part])];
        return all.Count == 1 ? all[0] : new RegexNode.Sequence(all);
    }

    private static bool HasPlace(RegexNode node) => node.Any(static part => part is RegexNode.Place or RegexNode.Look);

    private static EmptySplit Split(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Place or RegexNode.Look:
                return new EmptySplit(null, node, HasAfter: false);
            case RegexNode.Sequence sequence:
                return SplitSequence(sequence.Parts);
            case RegexNode.Choice choice:
                return SplitChoice(choice.Ways);
            case RegexNode.Loop { From: 0, IsLazy: true }:
                return new EmptySplit(null, s_empty, HasAfter: true);
            case RegexNode.Loop { From: 0 } loop when !loop.Body.IsNullable:
                return new EmptySplit(new RegexNode.Loop(loop.Body, 1, loop.To, loop.IsLazy), s_empty, HasAfter: false);
            case RegexNode.Loop { From: 0, To: 1 } loop:
                return SplitChoice([loop.Body, s_empty]);
            default:
                return new EmptySplit(null, null, HasAfter: false);
        }
    }

    /// <summary>The ways of a sequence in their order: the first part with bytes and anything after it, then the first part empty.</summary>
    private static EmptySplit SplitSequence(IReadOnlyList<RegexNode> parts)
    {
        List<RegexNode> ways = [];
        List<RegexNode> empty = [];
        bool hasAfter = false;
        for (int i = 0; i < parts.Count; i++)
        {
            EmptySplit split = Split(parts[i]);
            if (!split.IsKnown)
            {
                return split;
            }

            if (split.Before is not null)
            {
                ways.Add(Join([.. empty, split.Before, .. parts.Skip(i + 1)]));
            }

            hasAfter |= split.HasAfter;
            empty.Add(split.Empty!);
        }

        return new EmptySplit(OneOf(ways), Join(empty), hasAfter);
    }

    private static EmptySplit SplitChoice(IReadOnlyList<RegexNode> ways)
    {
        List<RegexNode> before = [];
        for (int i = 0; i < ways.Count; i++)
        {
            if (!ways[i].IsNullable)
            {
                before.Add(ways[i]);
                continue;
            }

            EmptySplit split = Split(ways[i]);
            if (split.Before is not null)
            {
                before.Add(split.Before);
            }

            // A second way to be empty after the first one makes no difference unless the first one is a kind of place.
            bool hasAfter = split.HasAfter || ways.Skip(i + 1).Any(way => way.Most > 0 || HasPlace(split.Empty ?? s_empty));
            return split with { Before = OneOf(before), HasAfter = hasAfter };
        }

        return new EmptySplit(OneOf(before), null, HasAfter: false);
    }

    private static RegexNode? OneOf(List<RegexNode> ways) => ways.Count switch
    {
        0 => null,
        1 => ways[0],
        _ => new RegexNode.Choice(ways),
    };

    /// <param name="Before">The matches with bytes that are tried before the empty one.</param>
    /// <param name="Empty">The empty match: nothing, or the places where it is one. Null if that is not known.</param>
    /// <param name="HasAfter">Whether there are matches that are tried only if what follows the empty one fails.</param>
    private sealed record EmptySplit(RegexNode? Before, RegexNode? Empty, bool HasAfter)
    {
        internal bool IsKnown => Empty is not null;
    }
}
