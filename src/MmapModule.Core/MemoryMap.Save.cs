using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule;

/// <content>Writing private changes back to a file.</content>
public sealed partial class MemoryMap
{
    private const int SaveStep = 1024 * 1024;

    /// <summary>Writes the content of a private map to its file, or the content of any map to another file.</summary>
    /// <param name="path">The file; null means the map's own. Another file gets the map's first byte at its own start, is created if needed, and ends with the map's last byte.</param>
    /// <param name="changedOnly">Write only the pages that this process has changed; a file that is new or too short gets all of them.</param>
    /// <param name="cancellation">Stops between pieces of 1 MiB.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="MmapException">AccessDenied, PathNotFound (the file was replaced), RegionTruncated (the file is shorter than the map), NoSpace, RegionProtected, RangeNotMapped, InvalidArgument or MapDisposed.</exception>
    public MemoryMapSaveResult Save(string? path = null, bool changedOnly = false, CancellationToken cancellation = default) =>
        Save(path, changedOnly, null, cancellation);

    internal MemoryMapSaveResult Save(string? path, bool changedOnly, ByteProgress? progress, CancellationToken cancellation)
    {
        ThrowIfClosed();
        string target = path ?? Path ?? string.Empty;
        if (path is null)
        {
            CheckSavable();
        }

        using MapBacking file = _platform.OpenFile(target, writable: true, create: path is not null);
        bool isOwn = file.Identity == _backing?.Identity;
        if (isOwn)
        {
            CheckSavable();
        }
        else if (path is null)
        {
            throw Replaced();
        }

        try
        {
            // Shared maps have no pages of their own: all of them count as changed.
            IReadOnlyList<MapRange> changed = IsPrivate ? ChangedRanges() : [new MapRange(0, Length)];
            bool isComplete = _platform.GetLength(file) >= (isOwn ? FileOffset : 0) + Length;

            // A file that does not have all of the bytes yet cannot do with the changed ones.
            IReadOnlyList<MapRange> ranges = changedOnly && (isOwn || isComplete) ? changed : [new MapRange(0, Length)];
            CheckReadable(ranges);
            _platform.CheckFileSize(file, (isOwn ? FileOffset : 0) + (ranges.Count == 0 ? 0 : ranges[^1].End));
            PrepareTarget(file, isOwn ? FileOffset : 0, canGrow: !isOwn, cancellation);
            long bytes = Write(file, ranges, isOwn ? FileOffset : 0, progress, cancellation);
            if (!isOwn && !changedOnly && _platform.GetLength(file) > Length && file.Type == BackingType.RegularFile)
            {
                _platform.Shrink(file, Length);
            }

            return new MemoryMapSaveResult { Id = Id, Path = target, ChangedPages = CountPages(changed), BytesWritten = bytes };
        }
        catch
        {
            _platform.RemoveCreated(file);
            throw;
        }
    }

    private void CheckSavable()
    {
        if (_backing?.Type != BackingType.RegularFile || !IsPrivate || Kind is MapKind.Snapshot)
        {
            throw MapErrors.Invalid(
                IsPrivate || _backing is null ? "The map has no file to write to."
                    : Kind is MapKind.Snapshot ? "A snapshot is a copy that cannot be changed, so there is nothing to write back."
                    : "The changes of a shared map are in its file already.",
                IsPrivate || _backing is null || Kind is MapKind.Snapshot ? "Name a file with -Path." : "Use Sync-MemoryMap to have them on the disk, or -Path to write a copy.",
                Path);
        }
    }

    private MmapException Replaced() => new(
        MmapErrorKind.PathNotFound,
        "The mapped file is not at '" + Path + "' any more: another file has taken its place. Nothing has been written.",
        "Save to another file with -Path, or map the new file.")
    {
        Path = Path,
        IsWrite = true,
    };

    /// <summary>What cannot be read must be found out before anything is written.</summary>
    private void CheckReadable(IReadOnlyList<MapRange> ranges)
    {
        EnterGate();
        try
        {
            foreach (MapRange range in ranges)
            {
                CheckAccess(range, transferred: 0, isWrite: false);
            }
        }
        finally
        {
            ExitGate();
        }
    }

    private void PrepareTarget(MapBacking file, long origin, bool canGrow, CancellationToken cancellation)
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

        _platform.Grow(file, origin + Length, sparse: false, null, cancellation);
    }

    private long Write(MapBacking file, IReadOnlyList<MapRange> ranges, long origin, ByteProgress? progress, CancellationToken cancellation)
    {
        byte[] buffer = new byte[SaveStep];
        long total = 0;
        foreach (MapRange range in ranges)
        {
            total += range.Length;
        }

        long done = 0;
        foreach (MapRange range in ranges)
        {
            for (long position = range.Offset; position < range.End;)
            {
                cancellation.ThrowIfCancellationRequested();
                Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(SaveStep, range.End - position));
                CopyOut(position, piece, null, cancellation);
                _platform.WriteFile(file, origin + position, piece);
                position += piece.Length;
                done += piece.Length;
                progress?.Invoke(done, total);
            }
        }

        return done;
    }
}
