using System;
using System.Runtime.Intrinsics;

namespace MmapModule.Comparison;

/// <summary>Finds where differences begin and end in two buffers.</summary>
internal static class DifferingBytes
{
    /// <summary>Most differences are short; only longer ones are worth the vectors.</summary>
    private const int ShortRun = 8;

    /// <summary>How many bytes from a place on differ in a row.</summary>
    /// <param name="first">A buffer.</param>
    /// <param name="second">A buffer of the same length.</param>
    /// <returns>The number of bytes before the first ones that are equal.</returns>
    internal static int CountFromStart(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int count = 0;
        int scalar = Math.Min(ShortRun, first.Length);
        for (; count < scalar; count++)
        {
            if (first[count] == second[count])
            {
                return count;
            }
        }

        for (; count <= first.Length - Vector256<byte>.Count; count += Vector256<byte>.Count)
        {
            Vector256<byte> equal = Vector256.Equals(Vector256.Create(first[count..]), Vector256.Create(second[count..]));
            if (equal != Vector256<byte>.Zero)
            {
                return count + int.TrailingZeroCount((int)equal.ExtractMostSignificantBits());
            }
        }

        while (count < first.Length && first[count] != second[count])
        {
            count++;
        }

        return count;
    }
}
