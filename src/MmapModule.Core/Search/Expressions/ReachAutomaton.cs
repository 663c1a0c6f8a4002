using System;

namespace MmapModule.Search;

/// <summary>Tells how far an attempt could read in one direction. For one thread.</summary>
internal sealed class ReachAutomaton
{
    /// <summary>After the byte that ends an attempt, places such as \Z look at two more.</summary>
    internal const int Margin = 3;

    private readonly Dfa? _automaton;
    private readonly bool _toLeft;
    private int _state;

    internal ReachAutomaton(RegexNode reach, bool toLeft)
    {
        _toLeft = toLeft;
        ByteNfa? nfa = ByteNfa.TryBuild(reach);
        _automaton = nfa is null ? null : new Dfa(nfa, isBackward: toLeft, isLongest: true, stopsWaiting: false);
    }

    /// <summary>Begins at a place that an attempt from anywhere could have reached.</summary>
    internal void Begin() => _state = _automaton?.StartInside() ?? 0;

    /// <summary>Reads bytes.</summary>
    /// <param name="bytes">The bytes; if the direction is to the left, they are read from the last one on.</param>
    /// <param name="taken">How many were read before the end, or all of them.</param>
    /// <returns>Whether every attempt has ended.</returns>
    internal bool TryEnd(ReadOnlySpan<byte> bytes, out int taken)
    {
        taken = 0;
        if (_automaton is null)
        {
            return false;
        }

        int match = -1;
        while (_state != Dfa.Dead && taken < bytes.Length)
        {
            taken += _toLeft
                ? _automaton.RunBackward(bytes[..^taken], ref _state, ref match)
                : _automaton.RunForward(bytes[taken..], ref _state, ref match);
        }

        return _state == Dfa.Dead;
    }
}
