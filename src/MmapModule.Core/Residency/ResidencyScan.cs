using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>Finds out which pages of a map are in memory, and touches none of them.</summary>
internal sealed class ResidencyScan
{
    private readonly MemoryMap _map;
    private readonly LiveMapping _mapping;
    private readonly IMapPlatform _platform;

    internal ResidencyScan(MemoryMap map)
    {
        _map = map;
        _mapping = map.Mapping;
        _platform = _mapping.Platform;
    }

    /// <summary>Counts the pages of a range.</summary>
    internal MemoryMapResidency Count(MapRange range, bool isExplicit, ByteProgress? progress, CancellationToken cancellation)
    {
        MapRange whole = _mapping.Inner(range).Outward(_platform.PageSize);
        ResidencyCells cells = new(whole.PageCount(_platform.PageSize));
        long pages = 0;
        long resident = 0;
        foreach (ResidencyRun run in Scan(range, isExplicit, progress, cancellation))
        {
            long count = run.Pages.PageCount(_platform.PageSize);
            pages += count;
            if (run.IsResident)
            {
                resident += count;
                cells.Add((run.Pages.Offset - whole.Offset) / _platform.PageSize, count);
            }
        }

        return new MemoryMapResidency(_map, range, _platform.PageSize)
        {
            Pages = pages,
            ResidentPages = resident,
            Reliable = IsResidencyReliable(),
            Cells = cells.ToShares(),
        };
    }

    /// <summary>Tells for each run of pages of a range whether it is in memory.</summary>
    internal IEnumerable<PageRun> Runs(MapRange range, bool isExplicit, MemoryMapResidency? summary, CancellationToken cancellation)
    {
        bool isReliable = summary?.Reliable ?? IsResidencyReliable();
        foreach (ResidencyRun run in Scan(range, isExplicit, null, cancellation))
        {
            MapRange inMap = run.Pages.Shift(-_mapping.PageOffset).Intersect(range);
            yield return new PageRun(_map, inMap, run.Pages.PageCount(_platform.PageSize), run.IsResident) { Reliable = isReliable, Residency = summary };
        }
    }

    /// <summary>Asks the kernel piece by piece; between two pieces the map can be removed and Ctrl+C is seen.</summary>
    private IEnumerable<ResidencyRun> Scan(MapRange range, bool isExplicit, ByteProgress? progress, CancellationToken cancellation)
    {
        long most = Math.Min(_platform.Cache.Step, _mapping.Inner(range).Outward(_platform.PageSize).Length);
        byte[] vector = new byte[most / _platform.PageSize];
        foreach (MapRange segment in MappedParts(range, isExplicit))
        {
            ResidencyRun current = default;
            for (long position = segment.Offset; position < segment.End; position += _platform.Cache.Step)
            {
                cancellation.ThrowIfCancellationRequested();
                MapRange piece = new(position, Math.Min(_platform.Cache.Step, segment.End - position));
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

                progress?.Invoke(Math.Min(piece.End - _mapping.PageOffset - range.Offset, range.Length), range.Length);
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
        using (_mapping.Enter())
        {
            if (!_mapping.Segments.Contains(piece))
            {
                throw MapErrors.NotMapped(_mapping.Path, piece.Shift(-_mapping.PageOffset));
            }

            // A shared file map is a window into the page cache, and counting there is fast where nothing is cached.
            long start = _mapping.FileOffset - _mapping.PageOffset + piece.Offset;
            if (!_mapping.IsPrivate && _mapping.Backing is { Type: BackingType.RegularFile, IsCoherent: true } file
                && _platform.Cache.IsKnownEmpty(file, new MapRange(start, piece.Length)))
            {
                pages.Clear();
                return;
            }

            _platform.Cache.GetResidency(_mapping.AddressOf(piece), piece.Length, pages, _mapping.Path);
        }
    }

    /// <summary>The parts of a range that are still mapped, in whole pages.</summary>
    private List<MapRange> MappedParts(MapRange range, bool isExplicit)
    {
        List<MapRange> parts = [];
        using (_mapping.Enter())
        {
            // A range that somebody named must be there; "all" means all that is left.
            MapRange pages = _mapping.Inner(range).Outward(_platform.PageSize);
            if (isExplicit && !_mapping.Segments.Contains(pages))
            {
                throw MapErrors.NotMapped(_mapping.Path, range);
            }

            foreach (MapRange mapped in _mapping.Segments.Ranges)
            {
                if (mapped.Overlaps(pages))
                {
                    parts.Add(mapped.Intersect(pages));
                }
            }

            return parts;
        }
    }

    private bool IsResidencyReliable()
    {
        using (_mapping.Enter())
        {
            return _mapping.Backing is null || _platform.Cache.IsReliable(_mapping.Backing);
        }
    }
}
