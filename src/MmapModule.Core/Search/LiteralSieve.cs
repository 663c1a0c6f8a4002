using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MmapModule.Search;

/// <summary>Passes over places at which none of a few patterns can begin, sixteen at a time.</summary>
/// <remarks>
/// The patterns are put into eight groups. For each half of each of up to three bytes a table of sixteen entries says which groups
/// have it, and one instruction looks up sixteen places at once. A place that is left may still be none.
/// </remarks>
internal sealed class LiteralSieve
{
    private const int Block = 16;
    private const int Groups = 8;
    private const int LongestPart = 3;

    private readonly Vector128<byte>[] _low = new Vector128<byte>[LongestPart];
    private readonly Vector128<byte>[] _high = new Vector128<byte>[LongestPart];
    private readonly int _shift;

    internal LiteralSieve(byte[][] bits, byte[][] masks, int shift, int shortest)
    {
        _shift = shift;
        Span<byte> low = stackalloc byte[Block];
        Span<byte> high = stackalloc byte[Block];
        for (int part = 0; part < LongestPart; part++)
        {
            low.Clear();
            high.Clear();
            for (int number = 0; number < bits.Length; number++)
            {
                bool isKnown = shift + part < shortest;
                int known = isKnown ? bits[number][shift + part] : 0;
                int mask = isKnown ? masks[number][shift + part] : 0;
                byte group = (byte)(1 << (number % Groups));
                for (int half = 0; half < Block; half++)
                {
                    low[half] |= ((half ^ known) & mask & 0x0F) == 0 ? group : (byte)0;
                    high[half] |= ((half ^ (known >> 4)) & (mask >> 4)) == 0 ? group : (byte)0;
                }
            }

            _low[part] = Vector128.Create<byte>(low);
            _high[part] = Vector128.Create<byte>(high);
        }
    }

    internal static bool IsSupported => Ssse3.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>The first place, from one on, that is not ruled out; places too near to the end of the bytes are not looked at, and the first of these is returned.</summary>
    // SAFETY: all loads are of whole blocks whose last byte is at or before the last one of the span (see "last").
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Skip(ReadOnlySpan<byte> bytes, int from, int limit)
    {
        ref byte start = ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), _shift);
        Vector128<byte> low0 = _low[0], low1 = _low[1], low2 = _low[2];
        Vector128<byte> high0 = _high[0], high1 = _high[1], high2 = _high[2];
        int last = Math.Min(bytes.Length - _shift - (LongestPart - 1) - Block, limit - 1);
        int i = from;
        for (; i <= last; i += Block)
        {
            Vector128<byte> left = Look(ref Unsafe.Add(ref start, i), low0, high0)
                & Look(ref Unsafe.Add(ref start, i + 1), low1, high1)
                & Look(ref Unsafe.Add(ref start, i + 2), low2, high2);
            if (left != Vector128<byte>.Zero)
            {
                uint none = Vector128.Equals(left, Vector128<byte>.Zero).ExtractMostSignificantBits();
                return i + BitOperations.TrailingZeroCount(~none);
            }
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Look(ref byte place, Vector128<byte> low, Vector128<byte> high)
    {
        Vector128<byte> bytes = Vector128.LoadUnsafe(ref place);
        Vector128<byte> half = Vector128.Create((byte)0x0F);
        return Lookup(low, bytes & half) & Lookup(high, Vector128.ShiftRightLogical(bytes.AsUInt16(), 4).AsByte() & half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Lookup(Vector128<byte> table, Vector128<byte> index) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(table, index) : AdvSimd.Arm64.VectorTableLookup(table, index);
}
