using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Access;

namespace MmapModule.Measuring;

/// <summary>Puts the blocks of a range together from the parts that are measured on several cores.</summary>
internal sealed class BlockWalk
{
    private readonly MemoryMap _map;
    private readonly MapRange _range;
    private readonly MeasureOptions _options;
    private readonly long _blockSize;
    private readonly ByteCounts _open = new();

    internal BlockWalk(MemoryMap map, MapRange range, MeasureOptions options)
    {
        options.Check();
        _map = map;
        _range = range;
        _options = options;
        _blockSize = options.BlockSize ?? MeasureOptions.UsualBlockSize(range.Length);
    }

    /// <summary>The blocks in order, measured while they are enumerated. An error comes after all that was measured before it.</summary>
    internal IEnumerable<MappedBlock> Run(CancellationToken cancellation)
    {
        PieceMeasurer measurer = new(_map, _range.Offset, _blockSize);
        int threads = _range.Length <= _options.PieceSize ? 1 : _options.ThreadCount;
        IEnumerable<MeasuredPart> parts = MeasuredParts.Cut(_map, _range, _blockSize, _options.PieceSize, cancellation);
        MapRange rest = _range;
        foreach (MeasuredPiece piece in OrderedPieces.RunAhead(parts, threads, measurer.Measure, cancellation))
        {
            foreach (BlockNumbers numbers in piece.Blocks)
            {
                yield return Next(ref rest, _blockSize, numbers);
            }

            if (piece.Rest is not null)
            {
                _open.Add(piece.Rest);
            }

            for (long zeros = piece.Part.IsHole ? piece.Part.Range.Length : 0; zeros > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                if (_open.Length == 0 && zeros >= _blockSize)
                {
                    // A hole can have any number of blocks.
                    _options.Progress?.Invoke(rest.Offset - _range.Offset, _range.Length);
                    yield return Next(ref rest, _blockSize, BlockNumbers.OfZeros);
                    zeros -= _blockSize;
                }
                else
                {
                    long more = Math.Min(zeros, _blockSize - _open.Length);
                    _open.AddZeros(more);
                    zeros -= more;
                    if (IsFull())
                    {
                        yield return Close(ref rest);
                    }
                }
            }

            if (IsFull() || (piece.Error is not null && _open.Length > 0))
            {
                yield return Close(ref rest);
            }

            long done = rest.Offset + _open.Length - _range.Offset;
            if (piece.Error is not null)
            {
                throw CopyErrors.Stopped(piece.Error, done, _range.Length, "measured");
            }

            _options.Progress?.Invoke(done, _range.Length);
        }

        if (_open.Length > 0)
        {
            yield return Close(ref rest);
        }
    }

    private bool IsFull() => _open.Length == _blockSize;

    private MappedBlock Close(ref MapRange rest)
    {
        MappedBlock block = Next(ref rest, _open.Length, BlockNumbers.From(_open));
        _open.Clear();
        return block;
    }

    private MappedBlock Next(ref MapRange rest, long length, BlockNumbers numbers)
    {
        MapRange range = rest.First(length);
        rest = rest.From(range.End);
        return new MappedBlock(_map, range, numbers);
    }
}
