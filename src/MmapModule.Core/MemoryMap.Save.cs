using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Platform;

namespace MmapModule;

/// <content>Writing private changes back to a file.</content>
public sealed partial class MemoryMap
{
    private const int SaveStep = 1024 * 1024;

    /// <summary>Writes the content of a private map to its file, or the content of any map to another file.</summary>
    /// <param name="path">The file; null means the map's own. Another file gets the map's first byte at its own start and is created if needed.</param>
    /// <param name="changedOnly">Write only the pages that this process has changed.</param>
    /// <param name="cancellation">Stops between pieces of 1 MiB.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="MmapException">AccessDenied, RegionTruncated (the file is shorter than the map), NoSpace, RangeNotMapped, InvalidArgument or MapDisposed.</exception>
    public MemoryMapSaveResult Save(string? path = null, bool changedOnly = false, CancellationToken cancellation = default) =>
        Save(path, changedOnly, null, cancellation);

    internal MemoryMapSaveResult Save(string? path, bool changedOnly, ByteProgress? progress, CancellationToken cancellation)
    {
        ThrowIfClosed();
        bool isOwn = path is null;
        string target = path ?? Path ?? string.Empty;
        if (isOwn && (_backing?.Type != BackingType.RegularFile || !IsPrivate || Kind is MapKind.Snapshot))
        {
            throw MapErrors.Invalid(
                IsPrivate ? "The map has no file to write to." : "The changes of a shared map are in its file already.",
                IsPrivate ? "Name a file with -Path." : "Use Sync-MemoryMap to have them on the disk, or -Path to write a copy.",
                Path);
        }

        // Shared maps have no pages of their own: all of them count as changed.
        IReadOnlyList<MapRange> changed = IsPrivate ? ChangedRanges() : [new MapRange(0, Length)];
        IReadOnlyList<MapRange> ranges = changedOnly ? changed : [new MapRange(0, Length)];
        long bytes = 0;
        foreach (MapRange range in ranges)
        {
            bytes += range.Length;
        }

        using MapBacking file = _platform.OpenFile(target, writable: true, create: !isOwn);
        long origin = isOwn ? FileOffset : 0;
        PrepareTarget(file, origin, canGrow: !isOwn);
        Write(file.File, ranges, origin, bytes, progress, cancellation);
        long pages = 0;
        foreach (MapRange range in changed)
        {
            pages += range.Shift(_pageOffset).Outward(_platform.PageSize).Length / _platform.PageSize;
        }

        return new MemoryMapSaveResult { Id = Id, Path = target, ChangedPages = pages, BytesWritten = bytes };
    }

    private void PrepareTarget(MapBacking file, long origin, bool canGrow)
    {
        long size = _platform.GetLength(file);
        if (size >= origin + Length)
        {
            return;
        }

        if (!canGrow)
        {
            throw new MmapException(
                MmapErrorKind.RegionTruncated,
                FormattableString.Invariant($"'{file.Path}' has been truncated to {size} bytes, so there is no place for bytes up to offset {origin + Length}. Nothing has been written."),
                "Save to another file with -Path, so that no change is lost.")
            {
                Path = file.Path,
                IsWrite = true,
            };
        }

        _platform.Grow(file, origin + Length, sparse: false, null, default);
    }

    private void Write(SafeFileHandle file, IReadOnlyList<MapRange> ranges, long origin, long total, ByteProgress? progress, CancellationToken cancellation)
    {
        byte[] buffer = new byte[SaveStep];
        long done = 0;
        foreach (MapRange range in ranges)
        {
            for (long position = range.Offset; position < range.End;)
            {
                cancellation.ThrowIfCancellationRequested();
                Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(SaveStep, range.End - position));
                CopyOut(position, piece, null, cancellation);
                RandomAccess.Write(file, piece, origin + position);
                position += piece.Length;
                done += piece.Length;
                progress?.Invoke(done, total);
            }
        }
    }

    /// <summary>The parts of a private map that are this process's own copies, cut to the map.</summary>
    private List<MapRange> ChangedRanges()
    {
        List<MapRange> ranges = [];
        if (Length == 0)
        {
            return ranges;
        }

        EnterGate();
        try
        {
            foreach (MapRange pages in _platform.PrivatePages(_handle.Address, _handle.MappedLength))
            {
                long start = Math.Max(pages.Offset - _pageOffset, 0);
                long end = Math.Min(pages.End - _pageOffset, Length);
                if (end > start)
                {
                    ranges.Add(new MapRange(start, end - start));
                }
            }
        }
        finally
        {
            ExitGate();
        }

        return ranges;
    }
}
