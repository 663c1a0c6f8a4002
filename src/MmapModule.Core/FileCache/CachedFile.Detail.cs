using System;
using System.Collections.Generic;
using System.Threading;

namespace MmapModule;

/// <content>Which parts are cached.</content>
internal sealed partial class CachedFile
{
    /// <summary>The state, and which parts are cached.</summary>
    internal FileCacheDetail GetDetail(ByteProgress? progress, CancellationToken cancellation)
    {
        FileCacheInfo state = GetState(progress, cancellation);
        bool isReliable = state.Reliable && (Length == 0 || _platform.Cache.IsReliable(_file));
        List<MapRange> ranges = isReliable ? CachedRanges(progress, cancellation) : [];
        long pages = 0;
        foreach (MapRange range in ranges)
        {
            pages += range.PageCount(_platform.PageSize);
        }

        // One look at the pages must not contradict the other.
        return new FileCacheDetail(Path, Range, IsPart, [.. ranges])
        {
            CachedBytes = isReliable ? pages * _platform.PageSize : state.CachedBytes,
            Percent = isReliable ? Share(pages) : state.Percent,
            DirtyBytes = state.DirtyBytes,
            WritebackBytes = state.WritebackBytes,
            Reliable = isReliable,
        };
    }

    private List<MapRange> CachedRanges(ByteProgress? progress, CancellationToken cancellation)
    {
        List<MapRange> found = [];
        PageWindow window = new(_platform, _file);
        foreach (MapRange part in Steps(Range, _platform.Cache.Step))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_platform.Cache.IsKnownEmpty(_file, part))
            {
                Add(found, part, window.Read(part.Offset, part.Length));
            }

            progress?.Invoke(part.End - Range.Offset, Length);
        }

        return found;
    }

    /// <summary>Adds the runs of cached pages of a step; one that goes on from the step before is lengthened.</summary>
    private void Add(List<MapRange> found, MapRange part, ReadOnlySpan<byte> pages)
    {
        int first = pages.IndexOfAnyExcept((byte)0);
        while (first >= 0)
        {
            int count = pages[first..].IndexOf((byte)0);
            int end = count < 0 ? pages.Length : first + count;
            MapRange run = new MapRange(part.Offset + ((long)first * _platform.PageSize), (long)(end - first) * _platform.PageSize).Intersect(part);
            if (found.Count > 0 && found[^1].End == run.Offset)
            {
                found[^1] = found[^1].To(run.End);
            }
            else
            {
                found.Add(run);
            }

            int next = pages[end..].IndexOfAnyExcept((byte)0);
            first = next < 0 ? -1 : end + next;
        }
    }
}
