using System;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule.Mapping;

/// <summary>Tells the kernel how pages will be used, has it act upon that, and keeps pages in memory.</summary>
internal sealed class PageAdvice
{
    /// <summary>Pages are read in, locked or read ahead in pieces of this size.</summary>
    private const long PageStep = 64L * 1024 * 1024;

    private readonly LiveMapping _mapping;
    private readonly IMapPlatform _platform;

    internal PageAdvice(LiveMapping mapping)
    {
        _mapping = mapping;
        _platform = mapping.Platform;
    }

    /// <summary>Gives advice about a range that the caller has checked.</summary>
    internal void Advise(MapAdvice advice, MapRange range, CancellationToken cancellation)
    {
        if (range.Length == 0)
        {
            return;
        }

        switch (advice)
        {
            case MapAdvice.PopulateRead or MapAdvice.PopulateWrite:
                // Reading pages in takes as long as the disk does, and changes nothing that others could see half done.
                InPieces(range, piece => ForPages(piece, pages => Advise(advice, pages, piece)), cancellation);
                break;
            case MapAdvice.WillNeed:
                ReadAhead(range);
                break;
            default:
                Act(advice, range);
                break;
        }
    }

    /// <summary>Locks a range; what it has locked is unlocked again if the rest cannot be.</summary>
    internal void Lock(MapRange range, bool onFault, CancellationToken cancellation)
    {
        long done = 0;
        try
        {
            InPieces(
                range,
                piece =>
                {
                    // The error is about all of the range.
                    ForPages(piece, pages => _platform.Lock(_mapping.AddressOf(pages), pages.Length, onFault, _mapping.Request(), _mapping.Fault(range)));
                    done = piece.End - range.Offset;
                },
                cancellation);
        }
        catch (Exception error) when (done > 0 && error is MmapException or OperationCanceledException)
        {
            // A lock of half a range is no lock; the first error is the one to report.
            TryUnlock(range.First(done));
            throw;
        }
    }

    internal void Unlock(MapRange range)
    {
        if (range.Length > 0)
        {
            ForPages(range, pages => _platform.Unlock(_mapping.AddressOf(pages), pages.Length, _mapping.Path, range.Offset));
        }
    }

    private void Act(MapAdvice advice, MapRange range)
    {
        // Rounding must never destroy bytes that were not named.
        MapRange pages = MapAdvices.Destroys(advice) ? PageChanges.WholePages(_mapping, range, "drops") : _mapping.Pages(range);
        using (_mapping.EnterAlone())
        {
            _mapping.CheckMapped(range, pages);
            if (advice is MapAdvice.GuardInstall or MapAdvice.HwPoison)
            {
                _mapping.ExpectFaults();
            }

            Advise(advice, pages, range);
            if (advice is MapAdvice.GuardInstall)
            {
                _mapping.Guards.Add(pages);
            }
            else if (advice is MapAdvice.GuardRemove)
            {
                _mapping.Guards.Remove(pages);
            }
        }
    }

    /// <summary>The kernel reads no more ahead for one call than its read-ahead window, and does not say so: it is asked piece by piece.</summary>
    private void ReadAhead(MapRange range)
    {
        long step = _mapping.Backing is null ? PageStep : Math.Max(_mapping.PageSize, _platform.ReadAheadWindow(_mapping.Backing));
        for (MapRange rest = range; rest.Length > 0;)
        {
            // Others get in between: a long range takes its time.
            MapRange turn = rest.First(PageStep);
            MapRange pages = _mapping.Pages(turn);
            using (_mapping.EnterAlone())
            {
                _mapping.CheckMapped(turn, pages);
                for (MapRange left = pages; left.Length > 0;)
                {
                    MapRange piece = left.First(step);
                    Advise(MapAdvice.WillNeed, piece, turn);
                    left = left.From(piece.End);
                }
            }

            rest = rest.From(turn.End);
        }
    }

    private void Advise(MapAdvice advice, MapRange pages, MapRange range) =>
        _platform.Advise(_mapping.AddressOf(pages), pages.Length, advice, _mapping.Request(), _mapping.Fault(range));

    /// <summary>Does long work on pages piece by piece, so that the map can be removed and Ctrl+C is seen in between.</summary>
    private void InPieces(MapRange range, Action<MapRange> act, CancellationToken cancellation)
    {
        // Pieces begin and end with pages, whatever the range does.
        long first = PageStep - (_mapping.Inner(range).Offset % _platform.PageSize);
        for (long done = 0; done < range.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            long step = Math.Min(done == 0 ? first : PageStep, range.Length - done);
            act(new MapRange(range.Offset + done, step));
            done += step;
        }
    }

    private void ForPages(MapRange range, Action<MapRange> act)
    {
        using (_mapping.Enter())
        {
            // The map may have been made shorter between two pieces.
            _mapping.CheckInside(range);
            MapRange pages = _mapping.Pages(range);
            _mapping.CheckMapped(range, pages);
            act(pages);
        }
    }

    private void TryUnlock(MapRange range)
    {
        try
        {
            Unlock(range);
        }
        catch (MmapException)
        {
            // Nothing is left that could be unlocked: the map has been removed, or that part of it.
        }
    }
}
