using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Access;

namespace MmapModule.Comparison;

/// <summary>Puts together what differs from the pieces that are compared on several cores.</summary>
internal sealed class DifferenceFinder
{
    private readonly MappedMemory _reference;
    private readonly MappedMemory _difference;
    private readonly CompareOptions _options;
    private readonly long _common;

    internal DifferenceFinder(MappedMemory reference, MappedMemory difference, CompareOptions options)
    {
        _reference = reference;
        _difference = difference;
        _options = options;
        _common = Math.Min(reference.Length, difference.Length);
    }

    /// <summary>True if the bytes that both have are the same; stops at the first difference.</summary>
    internal bool HasSameStart(CancellationToken cancellation)
    {
        foreach (ComparedPiece piece in Pieces(stopAtFirst: true, cancellation))
        {
            if (piece.Chunks is not null)
            {
                return false;
            }

            if (piece.Error is not null)
            {
                throw piece.Error;
            }
        }

        return true;
    }

    /// <summary>All differences in order, found while they are enumerated.</summary>
    internal IEnumerable<MappedDifference> Find(CancellationToken cancellation)
    {
        // A difference is known only when the next equal byte is; until then it waits here.
        MapRange open = default;
        (byte[] Reference, byte[] Difference) bytes = ([], []);
        foreach (ComparedPiece piece in Pieces(stopAtFirst: false, cancellation))
        {
            foreach (ComparedChunk chunk in piece.Chunks ?? [])
            {
                MapRange run = chunk.NextRun(Math.Max(chunk.Range.Offset, open.End));
                while (run.Length > 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    MapRange blocks = WholeBlocks(run);
                    if (open.Length > 0 && blocks.Offset <= open.End)
                    {
                        open = open with { Length = blocks.End - open.Offset };
                    }
                    else
                    {
                        if (open.Length > 0)
                        {
                            yield return Close(open, bytes);
                        }

                        open = blocks;
                        bytes = chunk.Take(blocks);
                    }

                    run = chunk.NextRun(open.End);
                }

                chunk.Release();
            }

            _options.Progress?.Invoke(piece.Range.End, _common);
            if (piece.Error is not null)
            {
                // A block may reach beyond what can be read.
                MapRange readable = open.Intersect(new MapRange(0, piece.Range.End));
                if (readable.Length > 0)
                {
                    yield return Close(readable, bytes);
                }

                throw piece.Error;
            }

            // The block after it may still turn out to differ, and would belong to it.
            if (open.Length > 0 && piece.Range.End - open.End >= _options.BlockSize)
            {
                yield return Close(open, bytes);
                open = default;
            }
        }

        if (open.Length > 0)
        {
            yield return Close(open, bytes);
        }

        if (_reference.Length != _difference.Length)
        {
            yield return Tail();
        }
    }

    private IEnumerable<ComparedPiece> Pieces(bool stopAtFirst, CancellationToken cancellation)
    {
        PieceComparer comparer = new(_reference, _difference, _options.ChunkSize, stopAtFirst);
        if (_common <= _options.PieceSize)
        {
            return OrderedPieces.Run(new MapRange(0, _common), threads: 1, comparer.Compare, cancellation, pieceSize: _options.PieceSize);
        }

        IEnumerable<MapRange> pieces = ComparedRanges.Find(_reference, _difference, _common, _options.PieceSize, cancellation);
        return OrderedPieces.Run(pieces, _options.ThreadCount, comparer.Compare, cancellation);
    }

    /// <summary>The blocks that hold a run, cut at the end of the shorter input.</summary>
    private MapRange WholeBlocks(MapRange run)
    {
        if (_options.BlockSize == 1)
        {
            return run;
        }

        long start = run.Offset - (run.Offset % _options.BlockSize);
        long behind = (run.End - 1) % _options.BlockSize;
        long rest = Math.Min(_options.BlockSize - 1 - behind, _common - run.End);
        return new MapRange(start, run.End + rest - start);
    }

    private MappedDifference Close(MapRange range, (byte[] Reference, byte[] Difference) bytes)
    {
        // A difference that goes on in another chunk was too long, or too early, for the buffers at hand.
        if (bytes.Reference.Length < Math.Min(range.Length, MappedDifference.LargestByteCount))
        {
            bytes = (InputReader.ReadStart(_reference, range), InputReader.ReadStart(_difference, range));
        }

        return new MappedDifference(_reference, _difference, range, bytes.Reference, bytes.Difference);
    }

    private MappedDifference Tail()
    {
        MapRange rest = new(_common, Math.Abs(_reference.Length - _difference.Length));
        return _reference.Length > _difference.Length
            ? new MappedDifference(_reference, _difference, rest, InputReader.ReadStart(_reference, rest), [])
            : new MappedDifference(_reference, _difference, rest, [], InputReader.ReadStart(_difference, rest));
    }
}
