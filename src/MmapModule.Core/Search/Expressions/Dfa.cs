using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MmapModule.Search;

/// <summary>
/// An automaton over bytes that is made while it runs: each state is a list of the states of a <see cref="ByteNfa"/> in which
/// the search can be, the preferred one first. For one thread.
/// </summary>
/// <remarks>
/// This is the lazy DFA of RE2, with the ordered lists of states of Pike's machine, so that a hit is the one that backtracking prefers.
/// Bytes that no set of the expression tells apart share a column of the table. As there, states are forgotten when there
/// are too many, so that time grows and memory does not.
/// A match shows at the byte after it (or at the end of the range), because that byte says what kind of place it is. With
/// a match, whatever was less preferred ends, so what is left at last is the match that a search with backtracking finds.
/// </remarks>
internal sealed partial class Dfa
{
    /// <summary>In an entry of the table: a match ends before this byte.</summary>
    internal const int Match = 1 << 30;

    /// <summary>The state in which nothing can match any more.</summary>
    internal const int Dead = 0;

    /// <summary>This many expressions can be told apart.</summary>
    internal const int MostNumbers = 256;

    /// <summary>In an entry of the table: the loop has to look at it.</summary>
    private const int Special = int.MinValue;

    private const int Unknown = -1;

    /// <summary>In an entry of the table: above the state, which expression the match is of.</summary>
    private const int NumberShift = 22;

    private const int NumberMask = MostNumbers - 1;
    private const int StateMask = (1 << NumberShift) - 1;
    private const int RowBits = 8;

    /// <summary>In a list of states: the search also begins at every place to come.</summary>
    private const int Begin = -1;

    /// <summary>More states are forgotten, so that an expression with many of them takes time and not memory. Their rows stay below <see cref="NumberShift"/>.</summary>
    private const int MostStates = 10_000;

    /// <summary>States of large expressions are large themselves.</summary>
    private const int MostStored = 4_000_000;

    /// <summary>A run that has to make so many states ends early, so that Ctrl+C is seen.</summary>
    private const int MostMade = 256;

    private readonly ByteNfa _nfa;
    private readonly bool _isBackward;
    private readonly bool _isLongest;
    private readonly bool _stopsWaiting;
    private readonly ByteClasses _classes;
    private readonly ByteClasses _seen;
    private readonly bool _isPlaced;
    private readonly Dictionary<DfaKey, int> _known = [];
    private readonly List<DfaKey> _states = [];
    private readonly List<int> _atEnd = [];
    private readonly List<int> _closure = [];
    private readonly int[] _visited;
    private readonly Stack<int> _pending = new();
    private int[] _table = new int[16 << RowBits];
    private int _visit;
    private int _stored;
    private int _forgotten;
    private int _closeNumber;
    private bool _beginsAnywhere;

    /// <param name="nfa">The expression, as it is met in the direction of the search.</param>
    /// <param name="isBackward">Bytes are read from the end.</param>
    /// <param name="isLongest">The longest match is wanted instead of the preferred one.</param>
    /// <param name="stopsWaiting">A run ends where it only waits for a match to begin, because there are faster ways to wait.</param>
    internal Dfa(ByteNfa nfa, bool isBackward, bool isLongest, bool stopsWaiting)
    {
        _stopsWaiting = stopsWaiting;
        _nfa = nfa;
        _isBackward = isBackward;
        _isLongest = isLongest;
        _classes = new ByteClasses(nfa.Sets);
        _seen = new ByteClasses(nfa.SeenSets);
        _isPlaced = nfa.SeenSets.Count > 0;
        _visited = new int[nfa.States.Count];
        Clear();
    }

    /// <summary>Which expression the match is of that was reported last.</summary>
    internal int MatchNumber { get; private set; }

    /// <summary>Whether it matters what was before the place where a search begins.</summary>
    internal bool LooksBack => _isPlaced;

    /// <summary>The state in which a search begins.</summary>
    /// <param name="previous">The byte that the search has just passed; -1 if there is none.</param>
    /// <param name="everywhere">It may begin at every later place, too.</param>
    internal int Start(int previous, bool everywhere) =>
        Find([everywhere ? Begin : _nfa.Start], SeenOf(previous));

    /// <summary>The state in which the search can be anywhere in the expression.</summary>
    internal int StartInside() => Find([.. Enumerable.Range(0, _nfa.States.Count)], seen: 0);

    /// <summary>The same state for places at which no match may begin any more.</summary>
    internal int WithoutBegin(int state)
    {
        DfaKey key = _states[state >> RowBits];
        return key.HasBegin ? Find(key.States.AsSpan(0, key.States.Length - 1).ToArray(), key.Seen) : state;
    }

    /// <summary>Whether the search waits for a match to begin, and nothing else.</summary>
    internal bool IsWaiting(int state) => _states[state >> RowBits].IsWaiting;

    /// <summary>What the state is, for comparing it with those of other automata of the same expression.</summary>
    internal DfaKey KeyOf(int state) => _states[state >> RowBits];

    /// <summary>Whether a match ends where the range ends.</summary>
    internal bool MatchesAtEnd(int state)
    {
        int index = state >> RowBits;
        if (_atEnd[index] < 0)
        {
            _atEnd[index] = Close(_states[index], -1) ? 1 + _closeNumber : 0;
        }

        MatchNumber = _atEnd[index] > 0 ? _atEnd[index] - 1 : MatchNumber;
        return _atEnd[index] > 0;
    }

    /// <summary>Whether a match ends here whatever follows, and no other one can take its place.</summary>
    internal bool IsDecided(int state)
    {
        bool isDecided = MatchesAtEnd(state);
        for (int i = 0; i < _classes.Count && isDecided; i++)
        {
            DfaKey key = _states[state >> RowBits];
            isDecided = Close(key, _classes.Example(i)) && Step(key, _classes.Example(i)).States.Length == 0;
        }

        return isDecided;
    }

    /// <summary>The state after one byte.</summary>
    /// <returns>The state, and whether a match ended before the byte.</returns>
    internal (int State, bool IsMatch) Next(int state, byte value)
    {
        int entry = _table[state + value];
        entry = entry == Unknown ? Fill(state, value) : entry;
        NoteMatch(entry);
        return (entry & StateMask, (entry & Match) != 0);
    }

    /// <summary>Whether a byte leaves the state as it is, however often it comes.</summary>
    /// <param name="state">The state; its number may change, if others were forgotten.</param>
    /// <param name="value">The byte.</param>
    /// <param name="isMatch">Whether a match ends before each of the bytes.</param>
    internal bool Stays(ref int state, byte value, out bool isMatch)
    {
        DfaKey key = KeyOf(state);
        int forgotten = _forgotten;
        (int next, isMatch) = Next(state, value);
        state = forgotten == _forgotten ? state : Find(key);
        return next == state;
    }

    /// <summary>Runs over bytes, until they end, the state is dead or waiting, or many states had to be made.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="state">The state before and after.</param>
    /// <param name="match">Set to the index of the last byte before which a match ended, if there is one.</param>
    /// <returns>How many bytes were taken.</returns>
    internal int RunForward(ReadOnlySpan<byte> bytes, ref int state, ref int match)
    {
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        ref int table = ref MemoryMarshal.GetArrayDataReference(_table);
        int current = state;
        int made = 0;
        int matched = 0;
        int i = 0;
        while (i < bytes.Length)
        {
            int entry = Unsafe.Add(ref table, current + Unsafe.Add(ref start, i));
            if (entry is >= 0 and < Match)
            {
                current = entry;
                i++;
                continue;
            }

            if (entry == Unknown)
            {
                entry = Fill(current, bytes[i]);
                table = ref MemoryMarshal.GetArrayDataReference(_table);
                made++;
            }

            if ((entry & Match) != 0)
            {
                match = i;
                matched = entry;
            }

            current = entry & StateMask;
            i++;
            if (entry < 0 || made >= MostMade)
            {
                break;
            }
        }

        NoteMatch(matched);
        state = current;
        return i;
    }

    /// <summary>The same from the last byte to the first.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="state">The state before and after.</param>
    /// <param name="match">Set to the index after the last byte before which a match ended, if there is one.</param>
    /// <returns>How many bytes were taken.</returns>
    internal int RunBackward(ReadOnlySpan<byte> bytes, ref int state, ref int match)
    {
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        ref int table = ref MemoryMarshal.GetArrayDataReference(_table);
        int current = state;
        int made = 0;
        int matched = 0;
        int i = bytes.Length;
        while (i > 0)
        {
            int entry = Unsafe.Add(ref table, current + Unsafe.Add(ref start, i - 1));
            if (entry is >= 0 and < Match)
            {
                current = entry;
                i--;
                continue;
            }

            if (entry == Unknown)
            {
                entry = Fill(current, bytes[i - 1]);
                table = ref MemoryMarshal.GetArrayDataReference(_table);
                made++;
            }

            if ((entry & Match) != 0)
            {
                match = i;
                matched = entry;
            }

            current = entry & StateMask;
            i--;
            if (entry < 0 || made >= MostMade)
            {
                break;
            }
        }

        NoteMatch(matched);
        state = current;
        return bytes.Length - i;
    }

    private void NoteMatch(int entry)
    {
        if ((entry & Match) != 0)
        {
            MatchNumber = (entry >> NumberShift) & NumberMask;
        }
    }
}
