using System;
using System.Collections.Generic;

namespace MmapModule.Search;

/// <content>How states are made.</content>
internal sealed partial class Dfa
{
    private int SeenOf(int previous) => !_isPlaced ? 0 : previous < 0 ? _seen.Count : _seen[previous];

    /// <summary>Finds out where a byte leads, for all bytes of its class.</summary>
    private int Fill(int state, byte value)
    {
        DfaKey key = _states[state >> RowBits];
        bool isMatch = Close(key, value);
        int number = _closeNumber;
        int forgotten = _forgotten;
        int next = Find(Step(key, value));
        bool isSpecial = next == Dead || (_stopsWaiting && _states[next >> RowBits].IsWaiting);
        int entry = next | (isMatch ? Match | (number << NumberShift) : 0) | (isSpecial ? Special : 0);

        // If the states were forgotten meanwhile, the row is not there any more.
        if (forgotten == _forgotten)
        {
            int ofClass = _classes[value];
            int seen = SeenOf(value);
            for (int other = 0; other <= byte.MaxValue; other++)
            {
                if (_classes[other] == ofClass && SeenOf(other) == seen)
                {
                    _table[state + other] = entry;
                }
            }
        }

        return entry;
    }

    /// <summary>Collects the states that take a byte, in the order of preference, up to a match.</summary>
    /// <returns>Whether a match ends at the place.</returns>
    private bool Close(DfaKey key, int next)
    {
        int previous = key.Seen == _seen.Count || !_isPlaced ? -1 : _seen.Example(key.Seen);
        (int before, int after) = _isBackward ? (next, previous) : (previous, next);
        _closure.Clear();
        _beginsAnywhere = false;
        _visit++;
        bool isMatch = false;
        foreach (int state in key.States)
        {
            isMatch |= Follow(state == Begin ? _nfa.Start : state, before, after);
            if (isMatch && !_isLongest)
            {
                return true;
            }
        }

        _beginsAnywhere = key.HasBegin;
        return isMatch;
    }

    private bool Follow(int start, int before, int after)
    {
        bool isMatch = false;
        _pending.Push(start);
        while (_pending.TryPop(out int index))
        {
            if (_visited[index] == _visit)
            {
                continue;
            }

            _visited[index] = _visit;
            NfaState state = _nfa.States[index];
            switch (state.Kind)
            {
                case NfaKind.Bytes:
                    _closure.Add(index);
                    break;
                case NfaKind.Match:
                    _closeNumber = isMatch || _isLongest ? 0 : state.Next;
                    isMatch = true;
                    if (!_isLongest)
                    {
                        _pending.Clear();
                    }

                    break;
                case NfaKind.Split:
                    _pending.Push(state.Other);
                    _pending.Push(state.Next);
                    break;
                default:
                    if (state.IsOpen(before, after))
                    {
                        _pending.Push(state.Next);
                    }

                    break;
            }
        }

        return isMatch;
    }

    /// <summary>Where the collected states are after a byte.</summary>
    private DfaKey Step(DfaKey key, byte value)
    {
        List<int> next = new(key.States.Length);
        _visit++;
        foreach (int index in _closure)
        {
            NfaState state = _nfa.States[index];
            if (state.Set.Contains(value) && _visited[state.Next] != _visit)
            {
                _visited[state.Next] = _visit;
                next.Add(state.Next);
            }
        }

        if (_isLongest)
        {
            next.Sort();
        }

        if (_beginsAnywhere)
        {
            next.Add(Begin);
        }

        return new DfaKey([.. next], next.Count == 0 ? 0 : SeenOf(value));
    }

    private int Find(int[] states, int seen) => Find(new DfaKey(states, states.Length == 0 ? 0 : seen));

    private int Find(DfaKey key)
    {
        if (_known.TryGetValue(key, out int state))
        {
            return state;
        }

        if (_states.Count >= MostStates || _stored + key.States.Length > MostStored)
        {
            _forgotten++;
            Clear();
        }

        return Add(key);
    }

    private void Clear()
    {
        _known.Clear();
        _states.Clear();
        _atEnd.Clear();
        _stored = 0;
        Add(new DfaKey([], 0));
    }

    private int Add(DfaKey key)
    {
        int state = _states.Count << RowBits;
        _states.Add(key);
        _stored += key.States.Length;
        _known.Add(key, state);
        _atEnd.Add(-1);
        if (_table.Length < state + (1 << RowBits))
        {
            Array.Resize(ref _table, _table.Length * 2);
        }

        _table.AsSpan(state, 1 << RowBits).Fill(Unknown);
        return state;
    }
}
