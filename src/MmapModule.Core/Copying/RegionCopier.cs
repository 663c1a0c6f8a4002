using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Access;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>Copies a range of a map to a target: holes stay holes, and source and target may overlap.</summary>
internal sealed class RegionCopier
{
    /// <summary>Small enough for the cache of the processor: the second half of the copy finds the bytes there.</summary>
    internal const int BufferSize = 256 * 1024;

    /// <summary>How much the kernel copies in one call; Ctrl+C waits for it.</summary>
    private const long KernelStep = 8L * 1024 * 1024;

    /// <summary>Shorter copies are over before a second thread has begun.</summary>
    internal const long ParallelFrom = 4L * OrderedPieces.PieceSize;

    /// <summary>Most of the time goes into page faults of one process, for which more threads would wait for each other.</summary>
    private const int MostThreads = 8;

    private readonly MemoryMap _source;
    private readonly MapRange _range;
    private readonly CopyTarget _target;
    private readonly bool _skipZero;
    private readonly int _threads;
    private readonly long _distance;

    /// <param name="source">The map to copy from.</param>
    /// <param name="range">What to copy.</param>
    /// <param name="target">Where to; its range has the same length.</param>
    /// <param name="skipZero">Do not write blocks of zeros, whatever the target has there.</param>
    /// <param name="threads">How many threads may copy at a time.</param>
    internal RegionCopier(MemoryMap source, MapRange range, CopyTarget target, bool skipZero, int threads)
    {
        _source = source;
        _range = range;
        _target = target;
        _distance = target.Range.Offset - range.Offset;
        _skipZero = skipZero;
        _threads = threads;
    }

    /// <summary>How many threads copy or fill if nobody says how many.</summary>
    internal static int DefaultThreads => Math.Min(Environment.ProcessorCount, MostThreads);

    /// <summary>Copies.</summary>
    /// <exception cref="MmapException">Something could not be read or written; the error says how far the copy got.</exception>
    internal CopyCount Run(ByteProgress? progress, CancellationToken cancellation)
    {
        long shared = _target.DistanceFrom(_source, _range) ?? long.MaxValue;
        bool overlaps = shared > -_range.Length && shared < _range.Length;
        if (overlaps && shared == 0 && _target.IsSameAs(_source))
        {
            return new CopyCount { Skipped = _range.Length };
        }

        // As memmove does it: what will be overwritten must have been read before.
        bool fromEnd = overlaps && shared > 0;
        using DataLayout layout = _source.FindLayout();
        CopyCount count = fromEnd ? CopyBackward(layout, progress, cancellation)
            : overlaps || !_target.IsParallel || _threads == 1 || _range.Length < ParallelFrom ? CopyForward(layout, _range, progress, cancellation)
            : CopyParallel(layout, progress, cancellation);
        if (count.Error is null)
        {
            _target.Complete(_target.Range.End);
            return count;
        }

        if (!fromEnd)
        {
            TryComplete(_target.Range.Offset + count.Done);
        }

        throw CopyErrors.Stopped(count.Error, count.Done, _range.Length, "copied", fromEnd);
    }

    private CopyCount CopyForward(DataLayout layout, MapRange range, ByteProgress? progress, CancellationToken cancellation)
    {
        CopyCount count = default;
        MapRange rest = range;
        while (rest.Length > 0 && count.Error is null)
        {
            cancellation.ThrowIfCancellationRequested();
            DataRun run = layout.FirstRun(rest);
            MapRange part = run.IsHole ? run.Range : run.Range.First(KernelStep);
            count.Add(Copy(part, run.IsHole, isWhole: false, cancellation));
            progress?.Invoke(count.Done, range.Length);
            rest = rest.From(part.End);
        }

        return count;
    }

    private CopyCount CopyParallel(DataLayout layout, ByteProgress? progress, CancellationToken cancellation)
    {
        CopyCount count = default;
        foreach (CopyCount piece in OrderedPieces.Run(_range, _threads, (range, stop) => CopyForward(layout, range, null, stop), cancellation))
        {
            count.Add(piece);
            progress?.Invoke(count.Done, _range.Length);
            if (count.Error is not null)
            {
                break;
            }
        }

        return count;
    }

    private CopyCount CopyBackward(DataLayout layout, ByteProgress? progress, CancellationToken cancellation)
    {
        CopyCount count = default;
        Stack<DataRun> runs = new();
        foreach (MapRange piece in OrderedPieces.Run(_range, threads: 1, static (range, _) => range, cancellation, fromEnd: true, BufferSize))
        {
            for (MapRange rest = piece; rest.Length > 0; rest = rest.From(runs.Peek().Range.End))
            {
                runs.Push(layout.FirstRun(rest));
            }

            while (count.Error is null && runs.TryPop(out DataRun run))
            {
                count.Add(Copy(run.Range, run.IsHole, isWhole: true, cancellation));
            }

            if (count.Error is not null)
            {
                break;
            }

            progress?.Invoke(count.Done, _range.Length);
        }

        return count;
    }

    private CopyCount Copy(MapRange part, bool isHole, bool isWhole, CancellationToken cancellation)
    {
        CopyCount count = default;
        try
        {
            if (!isHole)
            {
                CopyData(part, isWhole, ref count, cancellation);
                return count;
            }

            if (!_skipZero)
            {
                _target.Clear(part.Shift(_distance), cancellation);
            }

            count.Skipped = part.Length;
        }
        catch (MmapException error)
        {
            count.Error = error;
        }

        return count;
    }

    private void CopyData(MapRange part, bool isWhole, ref CopyCount count, CancellationToken cancellation)
    {
        if (!_skipZero && !isWhole)
        {
            count.Written = _target.CopyByKernel(_source, part, part.Offset + _distance);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (MapRange rest = part.From(part.Offset + count.Done); rest.Length > 0; rest = rest.From(part.Offset + count.Done))
            {
                cancellation.ThrowIfCancellationRequested();
                Span<byte> bytes = buffer.AsSpan(0, (int)Math.Min(BufferSize, rest.Length));
                int got = PieceReader.Read(_source, rest.First(BufferSize), bytes, cancellation, out MmapException? error);

                // What could be read before the error belongs to the copy, unless it would leave a gap.
                Write(rest.Offset + _distance, bytes[..(isWhole && error is not null ? 0 : got)], ref count);
                if (error is not null)
                {
                    throw error;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Write(long position, ReadOnlySpan<byte> bytes, ref CopyCount count)
    {
        while (!bytes.IsEmpty)
        {
            int length = bytes.Length;
            if (_skipZero && ZeroBlocks.StartsWithZeros(position, bytes, out length))
            {
                count.Skipped += length;
            }
            else
            {
                WritePart(position, bytes[..length], ref count);
            }

            position += length;
            bytes = bytes[length..];
        }
    }

    private void WritePart(long position, ReadOnlySpan<byte> bytes, ref CopyCount count)
    {
        try
        {
            _target.Write(position, bytes);
            count.Written += bytes.Length;
        }
        catch (MmapException error)
        {
            count.Written += error.BytesTransferred;
            throw;
        }
    }

    private void TryComplete(long end)
    {
        try
        {
            _target.Complete(end);
        }
        catch (MmapException)
        {
            // The error that brought us here is the one to report.
        }
    }
}
