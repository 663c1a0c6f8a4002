using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using MmapModule.Access;
using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>
/// Frees the blocks of a range that hold nothing but zeros, as fallocate -d does. A write that comes between the look at a block and the
/// deed would be lost, so the file has to be ours alone for that moment, and each block is looked at twice.
/// </summary>
internal sealed class HoleDigger
{
    /// <summary>So much is read before the blocks in it are freed.</summary>
    private const int PieceSize = 4 * 1024 * 1024;

    private readonly MemoryMap _map;
    private readonly LiveMapping _mapping;
    private readonly MapRange _range;
    private readonly int _block;
    private readonly bool _force;
    private readonly byte[] _piece;
    private readonly byte[] _again = new byte[256 * 1024];
    private long _freed;
    private long _holes;

    /// <param name="map">The map.</param>
    /// <param name="range">Where to look.</param>
    /// <param name="force">Free blocks even if others have the file open.</param>
    /// <exception cref="MmapException">The range cannot be written, or is of a private map of a file.</exception>
    internal HoleDigger(MemoryMap map, MapRange range, bool force)
    {
        map.CheckAccessible(range, isWrite: true);
        map.CheckAccessible(range, isWrite: false);
        _map = map;
        _mapping = map.Mapping;
        _range = range;
        _force = force;
        _block = Math.Max(ZeroBlocks.Size, _mapping.PageSize);
        _piece = new byte[Math.Max(PieceSize, _block)];
        if (_mapping.IsPrivate && _mapping.Backing is not null)
        {
            throw CopyErrors.NoDig(CopyErrors.PrivatePunch(map.Path));
        }
    }

    /// <summary>Looks at all blocks that are wholly in the range, and frees those of zeros.</summary>
    internal SparseRegion Dig(ByteProgress? progress, CancellationToken cancellation)
    {
        MapRange whole = _mapping.Inner(_range).Inward(_block).Shift(-_mapping.PageOffset);
        MapRange rest = whole;
        try
        {
            while (rest.Length > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                rest = rest.From(Next(rest, cancellation));
                progress?.Invoke(rest.Offset - _range.Offset, _range.Length);
            }
        }
        catch (MmapException error)
        {
            MmapException reason = error.Kind is MmapErrorKind.FlagNotSupported ? CopyErrors.NoDig(error) : error;
            throw CopyErrors.Stopped(reason, rest.Offset - _range.Offset, _range.Length, "searched for zeros");
        }

        return new SparseRegion(_map, _range, _freed, _holes);
    }

    /// <summary>Works on the first hole or piece of data, and tells where it ends.</summary>
    private long Next(MapRange rest, CancellationToken cancellation)
    {
        List<MapRange> zeros = [];
        MapRange piece;

        // It has the file open, and is closed before anybody asks whether it is open elsewhere.
        using (DataLayout layout = _map.FindLayout())
        {
            DataRun run = layout.FirstRun(rest);
            long end = Math.Min(rest.End, MapRange.AlignUp(run.Range.End - rest.Offset, _block) + rest.Offset);
            if (run.IsHole)
            {
                // The block in which it ends has data, too.
                long hole = rest.Offset + MapRange.AlignDown(run.Range.Length, _block);
                if (hole > rest.Offset)
                {
                    return hole;
                }
            }

            piece = rest.To(end).First(_piece.Length);
            _map.CopyOut(piece.Offset, _piece.AsSpan(0, (int)piece.Length), null, cancellation);
            Find(piece, zeros);
        }

        Free(zeros);
        return piece.End;
    }

    private void Find(MapRange piece, List<MapRange> zeros)
    {
        for (int position = 0; position < piece.Length;)
        {
            int start = position;
            while (position < piece.Length && !_piece.AsSpan(position, _block).ContainsAnyExcept((byte)0))
            {
                position += _block;
            }

            if (position > start)
            {
                zeros.Add(new MapRange(piece.Offset + start, position - start));
            }
            else
            {
                position += _block;
            }
        }
    }

    private void Free(List<MapRange> zeros)
    {
        if (zeros.Count == 0)
        {
            return;
        }

        // Nobody else can have the memory of a private map.
        if (_force || !_mapping.IsShared)
        {
            FreeNow(zeros);
            return;
        }

        // Whoever has the same open file, as with a handle of the user's, does not count for the kernel.
        ExceptionDispatchInfo? failure = null;
        bool isAlone = _mapping.Backing is { Type: BackingType.RegularFile, SharesPosition: false } file && _mapping.Platform.TryActAlone(file, () =>
        {
            try
            {
                FreeNow(zeros);
            }
            catch (MmapException error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        });
        failure?.Throw();
        if (!isAlone)
        {
            throw CopyErrors.NotAlone(_map.Path);
        }
    }

    private void FreeNow(List<MapRange> zeros)
    {
        foreach (MapRange range in zeros)
        {
            if (_map.PunchIfZero(range, _again))
            {
                _freed += range.Length;
                _holes++;
            }
        }
    }
}
