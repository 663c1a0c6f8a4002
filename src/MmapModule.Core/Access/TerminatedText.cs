using System;
using System.Buffers;
using System.Text;
using System.Threading;

namespace MmapModule.Access;

/// <summary>Finds the zero character that ends a text in memory.</summary>
internal static class TerminatedText
{
    private const int FirstPiece = 256;
    private const int LargestPiece = 256 * 1024;

    /// <summary>The number of bytes before the first zero character; the whole range if there is none.</summary>
    /// <param name="map">The map.</param>
    /// <param name="range">Where to look.</param>
    /// <param name="encoding">Decides how wide a zero is, and so which zeros count.</param>
    /// <param name="cancellation">Stops a long search.</param>
    internal static long Length(MemoryMap map, MapRange range, Encoding encoding, CancellationToken cancellation)
    {
        int width = TextCodec.TerminatorWidth(encoding);
        int size = FirstPiece;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(LargestPiece);
        try
        {
            for (long done = 0; done < range.Length; done += size, size = LargestPiece)
            {
                cancellation.ThrowIfCancellationRequested();
                Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(size, range.Length - done));
                int found = FindZero(map, range.Offset + done, piece, width, cancellation);
                if (found >= 0)
                {
                    return done + found;
                }
            }

            return range.Length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a piece and looks for the end; a fault after the end does not matter.</summary>
    private static int FindZero(MemoryMap map, long offset, Span<byte> piece, int width, CancellationToken cancellation)
    {
        int read = PieceReader.Read(map, new MapRange(offset, piece.Length), piece, cancellation, out MmapException? error);
        int found = IndexOfZero(piece[..read], width);
        return found < 0 && error is not null ? throw error : found;
    }

    /// <summary>Where the first zero of some bytes is; -1 if there is none.</summary>
    internal static int IndexOfZero(ReadOnlySpan<byte> bytes, int width)
    {
        if (width == 1)
        {
            return bytes.IndexOf((byte)0);
        }

        for (int i = 0; i + width <= bytes.Length; i += width)
        {
            if (bytes.Slice(i, width).IndexOfAnyExcept((byte)0) < 0)
            {
                return i;
            }
        }

        return -1;
    }
}
