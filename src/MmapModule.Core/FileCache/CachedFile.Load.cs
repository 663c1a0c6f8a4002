using System;
using System.Collections.Generic;
using System.Threading;

namespace MmapModule;

/// <content>Reading what is missing.</content>
internal sealed partial class CachedFile
{
    private const int ReadStep = 1024 * 1024;

    /// <summary>Reads what is missing; returns how many bytes that were.</summary>
    internal long Load(ByteProgress? progress, CancellationToken cancellation) => Load([Range], progress, cancellation);

    /// <summary>Reads what is missing of some ranges, as far as they are in what is treated; returns how many bytes that were.</summary>
    /// <remarks>The ranges may be from anywhere, and the file may have become shorter since somebody wrote them down.</remarks>
    internal long Load(IReadOnlyList<MapRange> ranges, ByteProgress? progress, CancellationToken cancellation)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(ReadStep, Length));
        bool isReliable = Length > 0 && _platform.Cache.ShowsFiles && _platform.Cache.IsReliable(_file);
        PageWindow window = new(_platform, _file);
        long read = 0;
        if (ranges is not [MapRange all] || !all.Contains(Whole))
        {
            // The kernel reads several megabytes ahead, which may be more than all that is wanted.
            _platform.Cache.ReadNothingAhead(_file);
        }

        foreach (MapRange range in ranges)
        {
            cancellation.ThrowIfCancellationRequested();
            MapRange.Check(range.Offset, range.Length, long.MaxValue);
            read += Load(range.Intersect(Range).Outward(_platform.PageSize).Intersect(Range), buffer, window, isReliable, progress, cancellation);
        }

        return read;
    }

    private long Load(MapRange range, byte[] buffer, PageWindow window, bool isReliable, ByteProgress? progress, CancellationToken cancellation)
    {
        long read = 0;
        foreach (MapRange part in Steps(range, _platform.Cache.Step))
        {
            if (!isReliable || _platform.Cache.IsKnownEmpty(_file, part))
            {
                read += ReadAll(part, buffer, progress, cancellation);
                continue;
            }

            ReadOnlySpan<byte> pages = window.Read(part.Offset, part.Length);
            for (int page = pages.IndexOf((byte)0); page >= 0;)
            {
                int count = pages[page..].IndexOfAnyExcept((byte)0);
                int end = count < 0 ? pages.Length : page + count;
                MapRange missing = new(part.Offset + ((long)page * _platform.PageSize), (long)(end - page) * _platform.PageSize);
                read += ReadAll(missing.Intersect(part), buffer, progress, cancellation);
                int next = pages[end..].IndexOf((byte)0);
                page = next < 0 ? -1 : end + next;
            }

            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(part.End - Range.Offset, Length);
        }

        return read;
    }

    private long ReadAll(MapRange range, byte[] buffer, ByteProgress? progress, CancellationToken cancellation)
    {
        long position = range.Offset;
        while (position < range.End)
        {
            cancellation.ThrowIfCancellationRequested();
            int got = _platform.Cache.Read(_file, position, buffer.AsSpan(0, (int)Math.Min(buffer.Length, range.End - position)));
            if (got == 0)
            {
                // The file has become shorter.
                break;
            }

            position += got;
            progress?.Invoke(position - Range.Offset, Length);
        }

        return position - range.Offset;
    }
}
