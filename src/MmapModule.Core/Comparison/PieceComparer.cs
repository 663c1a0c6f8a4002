using System;
using System.Buffers;
using System.Threading;

namespace MmapModule.Comparison;

/// <summary>Compares pieces of two inputs; used by several threads at once.</summary>
internal sealed class PieceComparer
{
    /// <summary>What waits for a slow consumer is bounded: a piece holds at most twice as many bytes.</summary>
    internal const int PieceSize = 1024 * 1024;

    /// <summary>Two such buffers stay in the level-2 cache of a core between being filled and being compared.</summary>
    internal const int ChunkSize = 128 * 1024;

    private readonly MappedMemory _reference;
    private readonly MappedMemory _difference;
    private readonly int _chunkSize;
    private readonly bool _stopAtFirst;

    /// <param name="reference">One input.</param>
    /// <param name="difference">The other one.</param>
    /// <param name="chunkSize">How many bytes are read at a time.</param>
    /// <param name="stopAtFirst">Look no further in a piece than to the first chunk that differs.</param>
    internal PieceComparer(MappedMemory reference, MappedMemory difference, int chunkSize, bool stopAtFirst)
    {
        _reference = reference;
        _difference = difference;
        _chunkSize = chunkSize;
        _stopAtFirst = stopAtFirst;
    }

    internal ComparedPiece Compare(MapRange piece, CancellationToken cancellation)
    {
        ComparedPiece result = new(piece);
        byte[] first = ArrayPool<byte>.Shared.Rent(_chunkSize);
        byte[] second = ArrayPool<byte>.Shared.Rent(_chunkSize);
        try
        {
            for (long position = piece.Offset; position < piece.End && result.Error is null; position += _chunkSize)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = (int)Math.Min(_chunkSize, piece.End - position);
                count = ReadBoth(position, first.AsSpan(0, count), second.AsSpan(0, count), result);
                if (first.AsSpan(0, count).SequenceEqual(second.AsSpan(0, count)))
                {
                    continue;
                }

                result.Add(new ComparedChunk(new MapRange(position, count), first, second));
                first = ArrayPool<byte>.Shared.Rent(_chunkSize);
                second = ArrayPool<byte>.Shared.Rent(_chunkSize);
                if (_stopAtFirst)
                {
                    break;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(first);
            ArrayPool<byte>.Shared.Return(second);
        }

        return result;
    }

    /// <summary>How many bytes could be read from both inputs; an error goes into the result.</summary>
    private int ReadBoth(long position, Span<byte> first, Span<byte> second, ComparedPiece result)
    {
        int count = InputReader.Read(_reference, position, first, out MmapException? referenceError);
        int common = InputReader.Read(_difference, position, second[..count], out MmapException? differenceError);

        // The difference object was asked for no more than the reference had, so its error comes first.
        if ((differenceError ?? referenceError) is MmapException error)
        {
            result.EndAt(position + common, error);
        }

        return common;
    }
}
