using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MmapModule.Search;

/// <summary>Finds whichever of several patterns of known lengths comes first; where two begin at one place, the one that was given first.</summary>
/// <remarks>
/// <para>Two adjacent bytes, the same ones of all patterns, choose the few that are compared with a place. Before that, places are
/// ruled out many at a time: by <see cref="LiteralSieve"/> if the patterns are few, and otherwise by a table of 65,536 bits.
/// The time does not depend on how many patterns there are, as long as the two bytes are not those of ordinary text.</para>
/// <para>An automaton for all of them (Aho and Corasick) takes a step for each byte, which is slower, and its tables grow with the
/// patterns; the sieve is that of Hyperscan's "Teddy", which the aho-corasick crate behind rg uses for the same reason.</para>
/// </remarks>
internal sealed class LiteralSet
{
    private const int Pairs = 1 << 16;

    /// <summary>More patterns would leave hardly a place out.</summary>
    private const int MostSieved = 48;

    /// <summary>A pattern with more different pairs than this is compared with every place.</summary>
    private const int MostPairs = 4096;

    /// <summary>The two bytes are looked for so far from the start.</summary>
    private const int LongestShift = 64;

    private readonly byte[][] _bits;
    private readonly byte[][] _masks;
    private readonly bool[] _isExact;
    private readonly int _shift;
    private readonly int[] _firstOfPair = new int[Pairs + 1];
    private readonly int[] _ofPair;
    private readonly int[] _open;
    private readonly LiteralSieve? _sieve;
    private readonly ulong[] _wanted = new ulong[Pairs / 64];

    internal LiteralSet(IReadOnlyList<HexPattern> patterns)
    {
        _bits = [.. patterns.Select(static pattern => pattern.Bits.ToArray())];
        _masks = [.. patterns.Select(static pattern => pattern.Mask.ToArray())];
        _isExact = [.. patterns.Select(static pattern => pattern.IsExact)];
        Shortest = _bits.Min(static bits => bits.Length);
        Longest = _bits.Max(static bits => bits.Length);
        MatchesZeros = _bits.Any(static bits => Array.TrueForAll(bits, static value => value == 0));
        _shift = ChooseShift();
        int[] open = [.. Enumerable.Range(0, Count).Where(number => CountPairs(number) > MostPairs)];
        _open = open;
        _ofPair = IndexPairs();
        _sieve = LiteralSieve.IsSupported && Count <= MostSieved && open.Length == 0 ? new LiteralSieve(_bits, _masks, _shift, Shortest) : null;
    }

    internal int Count => _bits.Length;

    internal int Shortest { get; }

    internal int Longest { get; }

    /// <summary>Whether one of them can occur in a hole.</summary>
    internal bool MatchesZeros { get; }

    internal int LengthOf(int number) => _bits[number].Length;

    /// <summary>The first place where a pattern begins, and fits.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="position">The offset of the first byte, which matters for alignment only.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="limit">Places before this one count.</param>
    /// <param name="alignment">Only offsets that are multiples of this count.</param>
    /// <param name="number">Which of the patterns it is.</param>
    /// <returns>The place; -1 if there is none.</returns>
    internal int Find(ReadOnlySpan<byte> bytes, long position, int from, int limit, long alignment, out int number)
    {
        int i = from;
        while (i < limit)
        {
            i = NextCandidate(bytes, i, limit);
            if (i >= limit)
            {
                break;
            }

            number = alignment == 1 || (position + i) % alignment == 0 ? MatchAt(bytes[i..]) : -1;
            if (number >= 0)
            {
                return i;
            }

            i++;
        }

        number = -1;
        return -1;
    }

    /// <summary>The first given pattern that stands at the start of some bytes; -1 if none does.</summary>
    internal int MatchAt(ReadOnlySpan<byte> bytes)
    {
        int found = int.MaxValue;
        if (bytes.Length > _shift + 1)
        {
            int pair = BinaryPrimitives.ReadUInt16LittleEndian(bytes[_shift..]);
            for (int i = _firstOfPair[pair]; i < _firstOfPair[pair + 1]; i++)
            {
                if (IsAt(bytes, _ofPair[i]))
                {
                    found = _ofPair[i];
                    break;
                }
            }

            foreach (int open in _open)
            {
                if (open >= found)
                {
                    break;
                }

                found = IsAt(bytes, open) ? open : found;
            }
        }
        else
        {
            // There is no room for the two bytes; a pattern of one byte can be there all the same.
            for (int i = 0; i < Count && found == int.MaxValue; i++)
            {
                found = IsAt(bytes, i) ? i : found;
            }
        }

        return found == int.MaxValue ? -1 : found;
    }

    private int NextCandidate(ReadOnlySpan<byte> bytes, int from, int limit)
    {
        if (_open.Length > 0)
        {
            return from;
        }

        // After these places there is no room for the bytes that are looked at.
        int i = _sieve is not null ? _sieve.Skip(bytes, from, limit) : from;
        int last = Math.Min(limit, bytes.Length - _shift - 1);
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        for (; i < last; i++)
        {
            int pair = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref start, i + _shift));
            pair = BitConverter.IsLittleEndian ? pair : BinaryPrimitives.ReverseEndianness((ushort)pair);
            if ((_wanted[pair >> 6] & (1UL << (pair & 63))) != 0)
            {
                return i;
            }

            if (_sieve is not null)
            {
                // The sieve lets through what only looks alike.
                i = _sieve.Skip(bytes, i + 1, limit) - 1;
            }
        }

        return Math.Min(Math.Max(i, from), limit);
    }

    private bool IsAt(ReadOnlySpan<byte> bytes, int number)
    {
        byte[] bits = _bits[number];
        if (bytes.Length < bits.Length)
        {
            return false;
        }

        if (_isExact[number])
        {
            return bytes.StartsWith(bits);
        }

        byte[] mask = _masks[number];
        for (int i = 0; i < bits.Length; i++)
        {
            if ((bytes[i] & mask[i]) != bits[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The two adjacent bytes that are rarest, taken over all patterns.</summary>
    private int ChooseShift()
    {
        int best = 0;
        long bestCost = long.MaxValue;
        for (int shift = 0; shift <= Math.Min(Shortest - 2, LongestShift); shift++)
        {
            long cost = 0;
            for (int number = 0; number < Count; number++)
            {
                cost += (long)ByteRanks.Rank(_bits[number][shift], _masks[number][shift]) * ByteRanks.Rank(_bits[number][shift + 1], _masks[number][shift + 1]);
            }

            if (cost < bestCost)
            {
                best = shift;
                bestCost = cost;
            }
        }

        return best;
    }

    private int[] IndexPairs()
    {
        for (int number = 0; number < Count; number++)
        {
            ForEachPair(number, pair => _firstOfPair[pair + 1]++);
        }

        for (int pair = 0; pair < Pairs; pair++)
        {
            _wanted[pair >> 6] |= _firstOfPair[pair + 1] > 0 ? 1UL << (pair & 63) : 0;
            _firstOfPair[pair + 1] += _firstOfPair[pair];
        }

        int[] numbers = new int[_firstOfPair[Pairs]];
        int[] next = _firstOfPair.AsSpan(0, Pairs).ToArray();
        for (int number = 0; number < Count; number++)
        {
            int current = number;
            ForEachPair(number, pair => numbers[next[pair]++] = current);
        }

        return numbers;
    }

    private int CountPairs(int number) => Values(number, _shift).Count * Values(number, _shift + 1).Count;

    private void ForEachPair(int number, Action<int> action)
    {
        if (Array.BinarySearch(_open, number) >= 0)
        {
            return;
        }

        List<byte> second = Values(number, _shift + 1);
        foreach (byte one in Values(number, _shift))
        {
            foreach (byte other in second)
            {
                action(one | (other << 8));
            }
        }
    }

    /// <summary>The bytes that a pattern can have at a place; all of them after its end.</summary>
    private List<byte> Values(int number, int index)
    {
        int mask = index < _bits[number].Length ? _masks[number][index] : 0;
        int bits = index < _bits[number].Length ? _bits[number][index] : 0;
        List<byte> values = [];
        for (int value = 0; value <= byte.MaxValue; value++)
        {
            if ((value & mask) == bits)
            {
                values.Add((byte)value);
            }
        }

        return values;
    }
}
