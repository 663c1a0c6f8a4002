using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Platform;
using MmapModule.Platform.Linux.Cache;

namespace MmapModule;

/// <content>Which pages are in memory.</content>
public sealed partial class MemoryMap
{
    internal MemoryMapResidency GetResidency(MapRange range, bool isExplicit, ByteProgress? progress = null, CancellationToken cancellation = default)
    {
        MapRange whole = range.Shift(_pageOffset).Outward(_platform.PageSize);
        ResidencyCells cells = new(whole.PageCount(_platform.PageSize));
        long pages = 0;
        long resident = 0;
        foreach (ResidencyRun run in ScanResidency(range, isExplicit, progress, cancellation))
        {
            long count = run.Pages.PageCount(_platform.PageSize);
            pages += count;
            if (run.IsResident)
            {
                resident += count;
                cells.Add((run.Pages.Offset - whole.Offset) / _platform.PageSize, count);
            }
        }

        return new MemoryMapResidency(this, range, _platform.PageSize)
        {
            Pages = pages,
            ResidentPages = resident,
            Reliable = IsResidencyReliable(),
            Cells = cells.ToShares(),
        };
    }

    internal IEnumerable<PageRun> GetPageRuns(MapRange range, bool isExplicit, MemoryMapResidency? summary, CancellationToken cancellation = default)
    {
        bool isReliable = summary?.Reliable ?? IsResidencyReliable();
        foreach (ResidencyRun run in ScanResidency(range, isExplicit, null, cancellation))
        {
            MapRange inMap = run.Pages.Shift(-_pageOffset).Intersect(range);
            yield return new PageRun(this, inMap, run.Pages.PageCount(_platform.PageSize), run.IsResident) { Reliable = isReliable, Residency = summary };
        }
    }

    /// <summary>Asks the kernel piece by piece; between two pieces the map can be removed and Ctrl+C is seen.</summary>
    private IEnumerable<ResidencyRun> ScanResidency(MapRange range, bool isExplicit, ByteProgress? progress, CancellationToken cancellation)
    {
        long most = Math.Min(PageCache.Step, range.Shift(_pageOffset).Outward(_platform.PageSize).Length);
        byte[] vector = new byte[most / _platform.PageSize];
        foreach (MapRange segment in MappedParts(range, isExplicit))
        {
            ResidencyRun current = default;
            for (long position = segment.Offset; position < segment.End; position += PageCache.Step)
            {
                cancellation.ThrowIfCancellationRequested();
                MapRange piece = new(position, Math.Min(PageCache.Step, segment.End - position));
                int count = (int)piece.PageCount(_platform.PageSize);
                ReadResidency(piece, vector.AsSpan(0, count));
                for (int page = 0; page < count;)
                {
                    bool isResident = vector[page] != 0;
                    int length = RunLength(vector.AsSpan(page, count - page));
                    MapRange pages = new(position + ((long)page * _platform.PageSize), (long)length * _platform.PageSize);
                    page += length;
                    if (current.Pages.Length > 0 && current.IsResident == isResident)
                    {
                        current = current with { Pages = new MapRange(current.Pages.Offset, current.Pages.Length + pages.Length) };
                        continue;
                    }

                    if (current.Pages.Length > 0)
                    {
                        yield return current;
                    }

                    current = new ResidencyRun(pages, isResident);
                }

                progress?.Invoke(Math.Min(piece.End - _pageOffset - range.Offset, range.Length), range.Length);
            }

            yield return current;
        }
    }

    private static int RunLength(ReadOnlySpan<byte> pages)
    {
        int end = pages.IndexOfAnyExcept(pages[0]);
        return end < 0 ? pages.Length : end;
    }

    private void ReadResidency(MapRange piece, Span<byte> pages)
    {
        EnterGate();
        try
        {
            if (!_handle.Segments.Contains(piece))
            {
                throw MapErrors.NotMapped(Path, piece.Shift(-_pageOffset));
            }

            // A shared file map is a window into the page cache, and counting there is fast where nothing is cached.
            long start = FileOffset - _pageOffset + piece.Offset;
            if (!IsPrivate && _backing is { Type: BackingType.RegularFile, IsCoherent: true } file
                && PageCache.IsKnownEmpty(file, new MapRange(start, piece.Length)))
            {
                pages.Clear();
                return;
            }

            PageCache.GetResidency(_handle.Address + (nint)piece.Offset, piece.Length, pages, Path);
        }
        finally
        {
            ExitGate();
        }
    }

    /// <summary>The parts of a range that are still mapped, in whole pages.</summary>
    private List<MapRange> MappedParts(MapRange range, bool isExplicit)
    {
        List<MapRange> parts = [];
        EnterGate();
        try
        {
            // A range that somebody named must be there; "all" means all that is left.
            MapRange pages = range.Shift(_pageOffset).Outward(_platform.PageSize);
            if (isExplicit && !_handle.Segments.Contains(pages))
            {
                throw MapErrors.NotMapped(Path, range);
            }

            foreach (MapRange mapped in _handle.Segments.Ranges)
            {
                if (mapped.Overlaps(pages))
                {
                    parts.Add(mapped.Intersect(pages));
                }
            }

            return parts;
        }
        finally
        {
            ExitGate();
        }
    }

    private bool IsResidencyReliable()
    {
        EnterGate();
        try
        {
            return _backing is null || PageCacheTrust.IsReliable(_backing.File);
        }
        finally
        {
            ExitGate();
        }
    }
}
