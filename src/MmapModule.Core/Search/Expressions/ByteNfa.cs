using System.Collections.Generic;

namespace MmapModule.Search;

/// <summary>The states of an expression, in the order in which its alternatives are tried (the construction of Thompson).</summary>
internal sealed class ByteNfa
{
    /// <summary>Larger ones are not worth it.</summary>
    private const int MostStates = 4000;

    private readonly List<NfaState> _states = [];

    private ByteNfa()
    {
    }

    internal int Start { get; private set; }

    internal IReadOnlyList<NfaState> States => _states;

    /// <summary>All sets of bytes that make a difference.</summary>
    internal HashSet<ByteSet> Sets { get; } = [];

    /// <summary>The sets whose bytes make a difference beside a match.</summary>
    internal HashSet<ByteSet> SeenSets { get; } = [];

    /// <returns>Null if it would have too many states.</returns>
    internal static ByteNfa? TryBuild(RegexNode node) => TryBuild([node]);

    /// <summary>Several expressions, the preferred one first; each match knows which one it is of (<see cref="NfaState.Next"/>).</summary>
    /// <returns>Null if it would have too many states.</returns>
    internal static ByteNfa? TryBuild(IReadOnlyList<RegexNode> nodes)
    {
        ByteNfa nfa = new();
        int last = nodes.Count - 1;
        int start = nfa.AddWhole(nodes[last], last);
        for (int i = last - 1; i >= 0 && start >= 0; i--)
        {
            int first = nfa.AddWhole(nodes[i], i);
            start = first < 0 ? -1 : nfa.Add(new NfaState(NfaKind.Split) { Next = first, Other = start });
        }

        nfa.Start = start;
        return start < 0 ? null : nfa;
    }

    /// <summary>The bytes with which a match can begin.</summary>
    internal ByteSet FindFirstBytes()
    {
        ByteSet first = ByteSet.None;
        HashSet<int> seen = [];
        Stack<int> pending = new([Start]);
        while (pending.TryPop(out int index))
        {
            NfaState state = _states[index];
            if (!seen.Add(index) || state.Kind == NfaKind.Match)
            {
                continue;
            }

            if (state.Kind == NfaKind.Bytes)
            {
                first |= state.Set;
                continue;
            }

            pending.Push(state.Next);
            if (state.Kind == NfaKind.Split)
            {
                pending.Push(state.Other);
            }
        }

        return first;
    }

    private int AddWhole(RegexNode node, int number) => Add(node, Add(new NfaState(NfaKind.Match) { Next = number }));

    private int Add(NfaState state)
    {
        _states.Add(state);
        return _states.Count - 1;
    }

    /// <returns>Where the part begins that goes on at a state; -1 if there are too many.</returns>
    private int Add(RegexNode node, int next)
    {
        if (next < 0 || _states.Count > MostStates)
        {
            return -1;
        }

        switch (node)
        {
            case RegexNode.Bytes bytes:
                Sets.Add(bytes.Set);
                return Add(new NfaState(NfaKind.Bytes) { Set = bytes.Set, Next = next });
            case RegexNode.Sequence sequence:
                for (int i = sequence.Parts.Count - 1; i >= 0; i--)
                {
                    next = Add(sequence.Parts[i], next);
                }

                return next;
            case RegexNode.Choice choice:
                int way = Add(choice.Ways[^1], next);
                for (int i = choice.Ways.Count - 2; i >= 0 && way >= 0; i--)
                {
                    int first = Add(choice.Ways[i], next);
                    way = first < 0 ? -1 : Add(new NfaState(NfaKind.Split) { Next = first, Other = way });
                }

                return way;
            case RegexNode.Loop loop:
                return AddLoop(loop, next);
            case RegexNode.Look { Body: RegexNode.Bytes seen } look:
                Sets.Add(seen.Set);
                SeenSets.Add(seen.Set);
                return Add(new NfaState(look.IsBehind ? NfaKind.Behind : NfaKind.Ahead) { Set = seen.Set, IsNegated = look.IsNegated, Next = next });
            case RegexNode.Place place:
                ByteSet border = place.Kind is PlaceKind.WordBorder or PlaceKind.NoWordBorder ? ByteSet.WordCharacters : ByteSet.LineFeed;
                Sets.Add(border);
                SeenSets.Add(border);
                return Add(new NfaState(NfaKind.Place) { Place = place.Kind, Next = next });
            default:
                return -1;
        }
    }

    private int AddLoop(RegexNode.Loop loop, int next)
    {
        if (loop.To == RegexNode.Unlimited)
        {
            int split = Add(Split(loop, -1, next));
            int body = Add(loop.Body, split);
            _states[split] = Split(loop, body, next);
            next = body < 0 ? -1 : split;
        }
        else
        {
            int end = next;
            for (int i = loop.From; i < loop.To && next >= 0; i++)
            {
                int body = Add(loop.Body, next);
                next = body < 0 ? -1 : Add(Split(loop, body, end));
            }
        }

        for (int i = 0; i < loop.From && next >= 0; i++)
        {
            next = Add(loop.Body, next);
        }

        return next;
    }

    private static NfaState Split(RegexNode.Loop loop, int body, int end) => loop.IsLazy
        ? new NfaState(NfaKind.Split) { Next = end, Other = body }
        : new NfaState(NfaKind.Split) { Next = body, Other = end };
}
