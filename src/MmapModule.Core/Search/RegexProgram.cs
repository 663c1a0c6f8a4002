using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace MmapModule.Search;

/// <summary>What the automata of an expression are made of, for one direction.</summary>
internal sealed class RegexProgram
{
    /// <summary>If matches begin with more different bytes, looking for those is no faster than the automaton.</summary>
    private const int MostFirstBytes = 8;

    private readonly ConcurrentBag<Dfa> _mains = [];
    private readonly ConcurrentBag<Dfa> _others = [];
    private readonly ByteNfa _main;
    private readonly ByteNfa _other;
    private readonly bool _isBackward;

    private RegexProgram(ByteNfa main, ByteNfa other, RegexNode node, bool isBackward, UnitAlphabet? alphabet)
    {
        Alphabet = alphabet;
        _main = main;
        _other = other;
        _isBackward = isBackward;
        FixedLength = node.Least == node.Most ? node.Least : 0;
        Filter = LiteralFilter.TryFind(node, isBackward);
        Prefixes = Filter is null && !isBackward && node is RegexNode.Choice choice ? LiteralFilter.TryFindPrefixes(choice.Ways) : null;
        FirstBytes = Filter is null && Prefixes is null ? FewFirstBytes(main) : null;
    }

    /// <summary>What the bytes of the automata stand for; null for themselves.</summary>
    internal UnitAlphabet? Alphabet { get; }

    /// <summary>The length of all hits; 0 if they differ.</summary>
    internal int FixedLength { get; }

    /// <summary>Bytes that are in every hit, if they are worth looking for.</summary>
    internal LiteralFilter? Filter { get; }

    /// <summary>The bytes with which hits begin, if there are several ways that each begin with known ones.</summary>
    internal LiteralSet? Prefixes { get; }

    /// <summary>The bytes with which hits begin (from the end: end), if they are few.</summary>
    internal SearchValues<byte>? FirstBytes { get; }

    private bool CanWaitFast => Filter is not null || Prefixes is not null || FirstBytes is not null;

    /// <param name="expressions">The expressions, the preferred one first.</param>
    /// <param name="isBackward">The direction.</param>
    /// <param name="alphabet">What the bytes in them stand for; null for themselves.</param>
    /// <returns>Null if no automaton can search for all of them.</returns>
    internal static RegexProgram? TryCreate(IReadOnlyList<RegexNode> expressions, bool isBackward, UnitAlphabet? alphabet = null)
    {
        List<RegexNode> nodes = [];
        foreach (RegexNode expression in expressions)
        {
            if (RegexShape.TrySimplify(expression) is not { } simple
                || RegexShape.TryNonEmpty(isBackward ? RegexShape.Reverse(simple) : simple) is not { } node)
            {
                return null;
            }

            nodes.Add(node);
        }

        RegexNode all = nodes.Count == 1 ? nodes[0] : new RegexNode.Choice(nodes);
        return nodes.Count <= Dfa.MostNumbers && ByteNfa.TryBuild(nodes) is { } main && ByteNfa.TryBuild(RegexShape.Reverse(all)) is { } other
            ? new RegexProgram(main, other, all, isBackward, alphabet)
            : null;
    }

    /// <summary>Finds where hits end (from the end: begin); to be returned, since the states that it has made are of use for the next file.</summary>
    internal Dfa TakeMain() => _mains.TryTake(out Dfa? known) ? known : new Dfa(_main, _isBackward, isLongest: false, CanWaitFast);

    /// <summary>Finds the other side of a hit; to be given back.</summary>
    internal Dfa TakeOther() => _others.TryTake(out Dfa? known) ? known : new Dfa(_other, !_isBackward, isLongest: true, stopsWaiting: false);

    internal void Return(Dfa main, Dfa other)
    {
        _mains.Add(main);
        _others.Add(other);
    }

    private static SearchValues<byte>? FewFirstBytes(ByteNfa nfa)
    {
        ByteSet first = nfa.FindFirstBytes();
        if (first.Count > MostFirstBytes)
        {
            return null;
        }

        List<byte> bytes = [];
        for (int value = 0; value <= byte.MaxValue; value++)
        {
            if (first.Contains(value))
            {
                bytes.Add((byte)value);
            }
        }

        return SearchValues.Create(bytes.ToArray());
    }
}
