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
        node.Any(static part => part is RegexNode.Again) ? Replace(node, Held(node)) : node;

    /// <summary>What any of the groups can hold, in any case, or nothing.</summary>
    private static RegexNode Held(RegexNode node)
    {
        List<RegexNode> ways = [new RegexNode.Sequence([])];
        foreach (RegexNode.Group group in Groups(node))
        {
            // A balancing group holds what lies between two others, and a reference inside a group may hold what the group held before.
            if (group.Prefix.Contains('-') || group.Body.Any(static part => part is RegexNode.Again))
            {
                return s_anything;
            }

            ways.Add(InBothCases(group.Body));
        }

        return new RegexNode.Choice(ways);
    }

    private static RegexNode Replace(RegexNode node, RegexNode held) =>
        node is RegexNode.Again ? held : node.With(part => Replace(part, held));

    private static RegexNode InBothCases(RegexNode node) =>
        node switch
        {
            RegexNode.Bytes bytes => new RegexNode.Bytes(bytes.Set.InBothCases()),
            RegexNode.Unit unit => new RegexNode.Unit(unit.Set.InBothCases(), unit.Text),
            _ => node.With(InBothCases),
        };

    private static IEnumerable<RegexNode.Group> Groups(RegexNode node)
    {
        IEnumerable<RegexNode.Group> inside = node.Parts.SelectMany(Groups);
        return node is RegexNode.Group group ? inside.Prepend(group) : inside;
    }
}
