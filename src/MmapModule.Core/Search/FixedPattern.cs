using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MmapModule.Search;

/// <summary>Finds a pattern of fixed length in memory of our own: two of its bytes are compared at 32 places at a time.</summary>
/// <remarks>
/// <para>The algorithm is the generic SIMD search ("packed pair" of the memchr crate): two bytes of the pattern, the anchors, are
/// compared with all places of a block at once, and only where both stand is the rest looked at. As in that crate the anchors are
/// the rarest bytes by a fixed table (<see cref="ByteRanks"/>). New here: each byte has a mask, so open bytes and letters of
/// both cases cost nothing; four blocks are tested together while there are no candidates; and where the anchors are all
/// that the pattern knows, hits are counted by popcount without looking at any of them.</para>
/// <para>Its worst case is (length of the pattern) times (number of places), for a pattern whose anchors stand everywhere. There is
/// no second algorithm for that case: a search ends at Ctrl+C, and all threads of a search share the work.</para>
/// <para>Compared with glibc's memmem (two-way, with a hash of two bytes) it takes 0.83 of the time for 16 bytes of text and 0.12
/// where there are many hits; docs/performance.md has the figures.</para>
/// </remarks>
internal sealed partial class FixedPattern
{
    private const int Block = 32;

    /// <summary>Blocks without a candidate are passed over in groups.</summary>
    private const int Group = 4 * Block;

    private readonly byte[] _bits;
    private readonly byte[] _mask;
    private readonly int _first;
    private readonly int _second;
    private readonly bool _isExact;
    private readonly bool _isCovered;
    private readonly long _alignment;
    private readonly ulong _headBits;
    private readonly ulong _headMask;

    internal FixedPattern(HexPattern pattern, long alignment)
    {
        _bits = pattern.Bits.ToArray();
        _mask = pattern.Mask.ToArray();
        _isExact = pattern.IsExact;
        _alignment = alignment;
        (_first, _second) = ChooseAnchors();
        _isCovered = IsCovered();
        _headBits = Head(_bits);
        _headMask = Head(_mask);
        IsCountable = _isCovered && _alignment is (1 or 2 or 4 or 8 or 16 or 32);
        CanOverlap = CanOverlapItself();
        MatchesZeros = Array.TrueForAll(_bits, static bits => bits == 0);
    }

    internal int Length => _bits.Length;

    internal long Alignment => _alignment;

    /// <summary>True if the pattern is one known byte, which can be counted faster than found.</summary>
    internal bool IsSingleByte => _isExact && _bits.Length == 1 && _alignment == 1;

    internal byte OnlyByte => _bits[0];

    /// <summary>True if <see cref="Count"/> can be used.</summary>
    internal bool IsCountable { get; }

    /// <summary>Whether one hit can begin inside another one.</summary>
    internal bool CanOverlap { get; }

    /// <summary>Whether the pattern can occur in a hole.</summary>
    internal bool MatchesZeros { get; }

    /// <summary>Finds places where the pattern begins, in ascending order.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="position">The offset of the first byte, which matters for alignment only.</param>
    /// <param name="from">Where to begin; set to where to continue when <paramref name="hits"/> is full.</param>
    /// <param name="limit">Places before this one count; the pattern must fit at each of them.</param>
    /// <param name="overlapping">Also report places inside a hit.</param>
    /// <param name="hits">Filled with the places.</param>
    /// <returns>How many there are; if it is full, there may be more.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Collect(ReadOnlySpan<byte> bytes, long position, ref int from, int limit, bool overlapping, Span<int> hits)
    {
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        Vector256<byte> firstBits = Vector256.Create(_bits[_first]);
        Vector256<byte> firstMask = Vector256.Create(_mask[_first]);
        Vector256<byte> secondBits = Vector256.Create(_bits[_second]);
        Vector256<byte> secondMask = Vector256.Create(_mask[_second]);
        int step = overlapping ? 1 : Length;
        int reach = Math.Max(_first, _second);
        int lastBlock = bytes.Length - reach - Block;
        int lastGroup = Math.Min(bytes.Length - reach, limit) - Group;
        int count = 0;
        int i = from;
        while (i < limit && i <= lastBlock)
        {
            while (i <= lastGroup)
            {
                ref byte one0 = ref Unsafe.Add(ref start, i + _first);
                ref byte two0 = ref Unsafe.Add(ref start, i + _second);
                Vector256<byte> any =
                    Candidates(ref one0, ref two0, 0, firstBits, firstMask, secondBits, secondMask)
                    | Candidates(ref one0, ref two0, Block, firstBits, firstMask, secondBits, secondMask)
                    | Candidates(ref one0, ref two0, 2 * Block, firstBits, firstMask, secondBits, secondMask)
                    | Candidates(ref one0, ref two0, 3 * Block, firstBits, firstMask, secondBits, secondMask);
                if (any != Vector256<byte>.Zero)
                {
                    break;
                }

                i += Group;
            }

            if (i > lastBlock || i >= limit)
            {
                break;
            }

            Vector256<byte> both = Candidates(
                ref Unsafe.Add(ref start, i + _first), ref Unsafe.Add(ref start, i + _second), 0, firstBits, firstMask, secondBits, secondMask);
            if (both == Vector256<byte>.Zero)
            {
                i += Block;
                continue;
            }

            uint places = both.ExtractMostSignificantBits() & Within(i, limit) & Aligned(position + i);
            int next = i + Block;
            while (places != 0)
            {
                int place = i + BitOperations.TrailingZeroCount(places);
                places &= places - 1;
                if (!IsHit(bytes, position, place))
                {
                    continue;
                }

                hits[count++] = place;
                int behind = place + step;
                if (count == hits.Length)
                {
                    from = behind;
                    return count;
                }

                // Places inside the hit do not count.
                places = behind - i < Block ? places & (uint.MaxValue << (behind - i)) : 0;
                next = Math.Max(next, behind);
            }

            i = next;
        }

        from = i;
        return count < hits.Length ? count + CollectRest(bytes, position, ref from, limit, step, hits[count..]) : count;
    }

    /// <summary>Counts the places where the pattern begins, overlapping or not: only for patterns that are <see cref="IsCountable"/>.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="position">The offset of the first byte, which matters for alignment only.</param>
    /// <param name="limit">Places before this one count; the pattern must fit at each of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal long Count(ReadOnlySpan<byte> bytes, long position, int limit)
    {
        ref byte first = ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), _first);
        ref byte second = ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), _second);
        Vector256<byte> firstBits = Vector256.Create(_bits[_first]);
        Vector256<byte> firstMask = Vector256.Create(_mask[_first]);
        Vector256<byte> secondBits = Vector256.Create(_bits[_second]);
        Vector256<byte> secondMask = Vector256.Create(_mask[_second]);
        int end = Math.Min(limit, bytes.Length - Math.Max(_first, _second)) - (2 * Block);
        uint aligned = Aligned(position);
        long count = 0;
        int i = 0;
        for (; i <= end; i += 2 * Block)
        {
            Vector256<byte> one = Candidates(ref first, ref second, (nuint)i, firstBits, firstMask, secondBits, secondMask);
            Vector256<byte> two = Candidates(ref first, ref second, (nuint)i + Block, firstBits, firstMask, secondBits, secondMask);
            uint low = one.ExtractMostSignificantBits() & aligned;
            uint high = two.ExtractMostSignificantBits() & aligned;
            count += BitOperations.PopCount(((ulong)high << Block) | low);
        }

        for (; i < limit; i++)
        {
            count += (position + i) % _alignment == 0 && Matches(bytes[i..]) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The places of a block where both anchors stand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Candidates(
        ref byte first, ref byte second, nuint at, Vector256<byte> firstBits, Vector256<byte> firstMask, Vector256<byte> secondBits, Vector256<byte> secondMask) =>
        Vector256.Equals(Vector256.LoadUnsafe(ref first, at) & firstMask, firstBits)
        & Vector256.Equals(Vector256.LoadUnsafe(ref second, at) & secondMask, secondBits);

    /// <summary>The last few places, one by one.</summary>
    private int CollectRest(ReadOnlySpan<byte> bytes, long position, ref int from, int limit, int step, Span<int> hits)
    {
        int count = 0;
        while (from < limit && count < hits.Length)
        {
            bool isHit = Matches(bytes[from..]) && (position + from) % _alignment == 0;
            if (isHit)
            {
                hits[count++] = from;
            }

            from += isHit ? step : 1;
        }

        return count;
    }

    private bool IsHit(ReadOnlySpan<byte> bytes, long position, int place) =>
        (_isCovered || Matches(bytes[place..])) && (_alignment is 1 or 2 or 4 or 8 or 16 or 32 || (position + place) % _alignment == 0);

    private bool Matches(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= sizeof(ulong))
        {
            if ((Unsafe.ReadUnaligned<ulong>(ref MemoryMarshal.GetReference(bytes)) & _headMask) != _headBits)
            {
                return false;
            }

            if (_bits.Length <= sizeof(ulong))
            {
                return true;
            }
        }

        if (_isExact)
        {
            return bytes.StartsWith(_bits);
        }

        for (int i = 0; i < _bits.Length; i++)
        {
            if ((bytes[i] & _mask[i]) != _bits[i])
            {
                return false;
            }
        }

        return true;
    }

    private static uint Within(int i, int limit) => limit - i >= Block ? uint.MaxValue : (1u << (limit - i)) - 1;

    /// <summary>The places in a block that are aligned; alignments that are not powers of two are checked at each hit.</summary>
    private uint Aligned(long position)
    {
        uint all = _alignment switch
        {
            2 => 0x55555555,
            4 => 0x11111111,
            8 => 0x01010101,
            16 => 0x00010001,
            32 => 1,
            _ => uint.MaxValue,
        };
        return all == uint.MaxValue ? all : all << (int)((_alignment - (position & (_alignment - 1))) & (_alignment - 1));
    }
}
