using System.Buffers;
using System.Collections.Generic;

namespace MmapModule.Search;

/// <summary>What the automata of an expression are made of, for one direction.</summary>
internal sealed class RegexProgram
{
    /// <summary>If matches begin with more different bytes, looking for those is no faster than the automaton.</summary>
    private const int MostFirstBytes = 8;

    private readonly ByteNfa _main;
    private readonly ByteNfa _other;
    private readonly bool _isBackward;

    private RegexProgram(ByteNfa main, ByteNfa other, RegexNode node, bool isBackward)
    {
        _main = main;
        _other = other;
        _isBackward = isBackward;
        FixedLength = node.Least == node.Most ? node.Least : 0;
        Filter = LiteralFilter.TryFind(node, isBackward);
        FirstBytes = Filter is null ? FewFirstBytes(main) : null;
    }

    /// <summary>The length of all hits; 0 if they differ.</summary>
    internal int FixedLength { get; }

    /// <summary>Bytes that are in every hit, if they are worth looking for.</summary>
    internal LiteralFilter? Filter { get; }

    /// <summary>The bytes with which hits begin (from the end: end), if they are few.</summary>
    internal SearchValues<byte>? FirstBytes { get; }

    private bool CanWaitFast => Filter is not null || FirstBytes is not null;

    /// <returns>Null if no automaton can search for the expression.</returns>
    internal static RegexProgram? TryCreate(RegexNode expression, bool isBackward)
    {
        if (RegexShape.TrySimplify(expression) is not { } simple
            || RegexShape.TryNonEmpty(isBackward ? RegexShape.Reverse(simple) : simple) is not { } node
            || ByteNfa.TryBuild(node) is not { } main
            || ByteNfa.TryBuild(RegexShape.Reverse(node)) is not { } other)
        {
            return null;
        }

        return new RegexProgram(main, other, node, isBackward);
    }

    /// <summary>Finds where hits end (from the end: begin).</summary>
    internal Dfa CreateMain() => new(_main, _isBackward, isLongest: false, CanWaitFast);

    /// <summary>Finds the other side of a hit.</summary>
    internal Dfa CreateOther() => new(_other, !_isBackward, isLongest: true, stopsWaiting: false);

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
