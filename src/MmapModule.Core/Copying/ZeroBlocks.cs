using System;

namespace MmapModule.Copying;

/// <summary>Finds blocks that hold nothing but zeros.</summary>
internal static class ZeroBlocks
{
    /// <summary>Blocks are those of the target, so that a skipped one can stay a hole.</summary>
    internal const int Size = 4096;

    /// <summary>Whether the bytes begin with a block of zeros, or with one that is not all zeros.</summary>
    /// <param name="position">Where the bytes go.</param>
    /// <param name="bytes">The bytes, at least one.</param>
    /// <param name="length">How many bytes the run of such blocks has.</param>
    internal static bool StartsWithZeros(long position, ReadOnlySpan<byte> bytes, out int length)
    {
        length = FirstBlock(position, bytes);
        bool isZero = IsZero(bytes[..length]);
        while (length < bytes.Length)
        {
            int next = Math.Min(Size, bytes.Length - length);
            if (IsZero(bytes.Slice(length, next)) != isZero)
            {
                break;
            }

            length += next;
        }

        return isZero;
    }

    private static int FirstBlock(long position, ReadOnlySpan<byte> bytes) =>
        (int)Math.Min(bytes.Length, MapRange.AlignDown(position, Size) + Size - position);

    private static bool IsZero(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept((byte)0) < 0;
}
