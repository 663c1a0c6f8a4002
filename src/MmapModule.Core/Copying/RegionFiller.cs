using System;
using System.Threading;
using MmapModule.Access;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>Fills a range of a map with a pattern, or frees its blocks or pages.</summary>
internal sealed class RegionFiller
{
    private const long PunchStep = 1024L * 1024 * 1024;

    /// <summary>No block of a file and no page is larger than this, so that no piece but the first and the last has a part of one.</summary>
    private const long LargestBlock = 2L * 1024 * 1024;

    private readonly MemoryMap _map;
    private readonly MapRange _range;

    internal RegionFiller(MemoryMap map, MapRange range)
    {
        map.CheckAccessible(range, isWrite: true);
        _map = map;
        _range = range;
    }

    /// <summary>Repeats a pattern over the range; zeros leave holes alone.</summary>
    internal void Fill(ReadOnlySpan<byte> pattern, ByteProgress? progress, CancellationToken cancellation)
    {
        bool isZero = pattern.IndexOfAnyExcept((byte)0) < 0;
        int period = isZero ? 1 : pattern.Length;
        byte[] buffer = isZero ? new byte[RegionCopier.BufferSize] : Repeat(pattern);
        using DataLayout? layout = isZero ? _map.FindLayout() : null;
        int threads = _range.Length < RegionCopier.ParallelFrom ? 1 : RegionCopier.DefaultThreads;
        Run(threads, OrderedPieces.PieceSize, (piece, stop) => FillPiece(piece, buffer, period, layout, stop), "filled", progress, cancellation);
    }

    /// <summary>Frees the blocks or pages of the range.</summary>
    internal void Punch(ByteProgress? progress, CancellationToken cancellation)
    {
        CopyCount count = default;
        for (MapRange rest = _range; rest.Length > 0; rest = _range.From(_range.Offset + count.Done))
        {
            cancellation.ThrowIfCancellationRequested();
            long end = MapRange.AlignDown(_map.FileOffset + rest.Offset + Math.Min(PunchStep, rest.Length), LargestBlock) - _map.FileOffset;
            bool isLast = rest.Length <= PunchStep;
            count.Add(PunchPiece(isLast ? rest : rest.First(end - rest.Offset)));
            if (count.Error is not null)
            {
                throw CopyErrors.Stopped(count.Error, count.Done, _range.Length, "cleared");
            }

            progress?.Invoke(count.Done, _range.Length);
        }
    }

    private void Run(int threads, int pieceSize, Func<MapRange, CancellationToken, CopyCount> work, string verb, ByteProgress? progress, CancellationToken cancellation)
    {
        CopyCount count = default;
        foreach (CopyCount piece in OrderedPieces.Run(_range, threads, work, cancellation, pieceSize: pieceSize))
        {
            count.Add(piece);
            if (count.Error is not null)
            {
                throw CopyErrors.Stopped(count.Error, count.Done, _range.Length, verb);
            }

            progress?.Invoke(count.Done, _range.Length);
        }
    }

    private CopyCount FillPiece(MapRange piece, byte[] buffer, int period, DataLayout? layout, CancellationToken stop)
    {
        CopyCount count = default;
        try
        {
            for (MapRange rest = piece; rest.Length > 0; rest = piece.From(piece.Offset + count.Done))
            {
                stop.ThrowIfCancellationRequested();
                DataRun run = layout?.FirstRun(rest) ?? new DataRun(rest, IsHole: false);
                if (run.IsHole)
                {
                    count.Skipped += run.Range.Length;
                    continue;
                }

                // Every write begins where the pattern is at that place, counted from the start of the range.
                int phase = (int)((run.Range.Offset - _range.Offset) % period);
                ReadOnlySpan<byte> bytes = buffer.AsSpan(phase, (int)Math.Min(buffer.Length - phase, run.Range.Length));
                _map.CopyIn(run.Range.Offset, bytes, null, stop);
                count.Written += bytes.Length;
            }
        }
        catch (MmapException error)
        {
            count.Written += error.BytesTransferred;
            count.Error = error;
        }

        return count;
    }

    private CopyCount PunchPiece(MapRange piece)
    {
        try
        {
            _map.Punch(piece);
            return new CopyCount { Skipped = piece.Length };
        }
        catch (MmapException error)
        {
            return new CopyCount { Skipped = error.BytesTransferred, Error = error };
        }
    }

    private static byte[] Repeat(ReadOnlySpan<byte> pattern)
    {
        int times = Math.Max(1, RegionCopier.BufferSize / pattern.Length);
        byte[] buffer = new byte[times * pattern.Length];
        for (int i = 0; i < buffer.Length; i += pattern.Length)
        {
            pattern.CopyTo(buffer.AsSpan(i));
        }

        return buffer;
    }
}
