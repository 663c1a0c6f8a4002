using System.Collections.Generic;
using System.Linq;

namespace MmapModule.Search;

/// <summary>
/// Puts what a group can hold in the place of each reference to it. A reference reads what some group has matched, so the
/// result reads at least as far; without this a reference would read everything up to the end.
/// </summary>
internal static class RegexReferences
{
    private static readonly RegexNode s_anything = new RegexNode.Loop(new RegexNode.Bytes(ByteSet.All), 0, RegexNode.Unlimited, IsLazy: false);

    internal static RegexNode Resolve(RegexNode node) =>
        Contains(node, static part => part is RegexNode.Again) ? Replace(node, Held(node)) : node;

    /// <summary>What any of the groups can hold, in any case, or nothing.</summary>
    private static RegexNode Held(RegexNode node)
    {
        List<RegexNode> ways = [new RegexNode.Sequence([])];
        foreach (RegexNode.Group group in Groups(node))
        {
            // A balancing group holds what lies between two others, and a reference inside a group may hold what the group held before.
            if (group.Prefix.Contains('-') || Contains(group.Body, static part => part is RegexNode.Again))
            {
                return s_anything;
            }

            ways.Add(InBothCases(group.Body));
        }

        return new RegexNode.Choice(ways);
    }

    private static RegexNode Replace(RegexNode node, RegexNode held) =>
        node is RegexNode.Again ? held : WithParts(node, part => Replace(part, held));

    private static RegexNode InBothCases(RegexNode node) =>
        node is RegexNode.Bytes bytes ? new RegexNode.Bytes(bytes.Set.InBothCases()) : WithParts(node, InBothCases);

    private static IEnumerable<RegexNode.Group> Groups(RegexNode node)
    {
        IEnumerable<RegexNode.Group> inside = Parts(node).SelectMany(Groups);
        return node is RegexNode.Group group ? inside.Prepend(group) : inside;
    }

    private static bool Contains(RegexNode node, System.Func<RegexNode, bool> isWanted) =>
        isWanted(node) || Parts(node).Any(part => Contains(part, isWanted));

    private static IEnumerable<RegexNode> Parts(RegexNode node) => node switch
    {
        RegexNode.Sequence sequence => sequence.Parts,
        RegexNode.Choice choice => choice.Ways,
        RegexNode.Loop loop => [loop.Body],
        RegexNode.Group group => [group.Body],
        RegexNode.Atomic atomic => [atomic.Body],
        RegexNode.Look look => [look.Body],
        RegexNode.Condition { Test: { } test } condition => [test, condition.Yes, condition.No],
        RegexNode.Condition condition => [condition.Yes, condition.No],
        _ => [],
    };

    private static RegexNode WithParts(RegexNode node, System.Func<RegexNode, RegexNode> map) => node switch
    {
        RegexNode.Sequence sequence => new RegexNode.Sequence([.. sequence.Parts.Select(map)]),
        RegexNode.Choice choice => new RegexNode.Choice([.. choice.Ways.Select(map)]),
        RegexNode.Loop loop => new RegexNode.Loop(map(loop.Body), loop.From, loop.To, loop.IsLazy),
        RegexNode.Group group => group with { Body = map(group.Body) },
        RegexNode.Atomic atomic => new RegexNode.Atomic(map(atomic.Body)),
        RegexNode.Look look => look with { Body = map(look.Body) },
        RegexNode.Condition condition => condition with { Test = condition.Test is null ? null : map(condition.Test), Yes = map(condition.Yes), No = map(condition.No) },
        _ => node,
    };
}
