using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Access;

namespace MmapModule.Measuring;

/// <summary>Counts the bytes of parts; used by several threads at once.</summary>
internal sealed class PieceMeasurer
{
    /// <summary>So much stays in the level-2 cache of a core between being copied and being counted.</summary>
    private const int ChunkSize = 128 * 1024;

    private readonly MemoryMap _map;
    private readonly long _origin;
    private readonly long _blockSize;

    /// <param name="map">The map.</param>
    /// <param name="origin">Where the first block begins.</param>
    /// <param name="blockSize">The size of a block.</param>
    internal PieceMeasurer(MemoryMap map, long origin, long blockSize)
    {
        _map = map;
        _origin = origin;
        _blockSize = blockSize;
    }

    internal MeasuredPiece Measure(MeasuredPart part, CancellationToken cancellation)
    {
        if (part.IsHole)
        {
            return new MeasuredPiece(part);
        }

        bool hasBlocks = (part.Range.Offset - _origin) % _blockSize == 0 && part.Range.Length >= _blockSize;
        long size = hasBlocks ? _blockSize : long.MaxValue;
        List<BlockNumbers> blocks = hasBlocks ? new((int)(part.Range.Length / _blockSize)) : [];
        ByteCounts counts = new();
        MmapException? error = null;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            for (MapRange rest = part.Range; rest.Length > 0 && error is null;)
            {
                cancellation.ThrowIfCancellationRequested();
                MapRange chunk = rest.First(ChunkSize);
                int count = PieceReader.Read(_map, chunk, buffer.AsSpan(0, (int)chunk.Length), cancellation, out error);
                Take(buffer.AsSpan(0, count), size, counts, blocks);
                rest = rest.From(chunk.End);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new MeasuredPiece(part) { Blocks = blocks, Rest = counts, Error = error };
    }

    private static void Take(ReadOnlySpan<byte> bytes, long size, ByteCounts counts, List<BlockNumbers> blocks)
    {
        while (bytes.Length > 0)
        {
            int taken = (int)Math.Min(bytes.Length, size - counts.Length);
            counts.Add(bytes[..taken]);
            bytes = bytes[taken..];
            if (counts.Length == size)
            {
                blocks.Add(BlockNumbers.From(counts));
                counts.Clear();
            }
        }
    }
}
