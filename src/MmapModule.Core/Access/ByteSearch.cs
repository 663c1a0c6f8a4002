using System;
using System.Buffers;

namespace MmapModule.Access;

/// <summary>Finds bytes in a map piece by piece; no match across a border is missed.</summary>
internal static class ByteSearch
{
    private const int PieceSize = 256 * 1024;

    internal static long First(MemoryMap map, MapRange range, ReadOnlySpan<byte> pattern)
    {
        if (pattern.Length == 0 || pattern.Length > range.Length)
        {
            return pattern.Length == 0 ? range.Offset : -1;
        }

        // Each piece repeats the last bytes of the one before, in which a match may have begun.
        int overlap = pattern.Length - 1;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceSize + overlap);
        try
        {
            for (long position = range.Offset; position <= range.End - pattern.Length; position += PieceSize)
            {
                int count = (int)Math.Min(PieceSize + overlap, range.End - position);
                Span<byte> piece = buffer.AsSpan(0, count);
                map.CopyOut(position, piece);
                int found = piece.IndexOf(pattern);
                if (found >= 0)
                {
                    return position + found;
                }
            }

            return -1;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
