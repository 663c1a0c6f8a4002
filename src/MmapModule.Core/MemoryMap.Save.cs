using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Platform;
using MmapModule.Platform.Linux.Files;

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
        if (path is null)
        {
            CheckSavable();
            return SaveInPlace(Path!, isNamed: false, changedOnly, progress, cancellation);
        }

        string target = MapPath.Full(path);
        return (CanReplace(target, changedOnly) ? TrySaveBeside(target, progress, cancellation) : null)
            ?? SaveInPlace(target, isNamed: true, changedOnly, progress, cancellation);
    }

    /// <summary>The mode of a new file that gets bytes of this map: never wider than that of what is mapped.</summary>
    internal uint ModeForCopy()
    {
        const uint permissions = 0x1FF;
        if (_backing is null)
        {
            return MapBacking.NewFileMode;
        }

        EnterGate();
        try
        {
            FileStatus status = _platform.Stat(_backing);
            uint mode = (_backing.SourceMode ?? status.Mode) & permissions;

            // A memory file has no mode that anybody has chosen: the kernel's is 0777.
            return _backing.SourceMode is null && status.LinkCount == 0 ? mode & MapBacking.NewFileMode : mode;
        }
        finally
        {
            ExitGate();
        }
    }

    /// <summary>Whether an open map of this process shows that file.</summary>
    internal static bool IsAnyOf(FileIdentity file)
    {
        foreach (MemoryMap map in MapRegistry.GetAll())
        {
            if (map._backing?.Identity == file && !map._handle.Gate.IsClosed)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Throws if the file has lost bytes of a range: a copy of it could not be finished.</summary>
    internal void CheckInsideFile(MapRange range)
    {
        EnterGate();
        try
        {
            if (_backing is not { Type: BackingType.RegularFile, IsImmutable: false })
            {
                return;
            }

            long size = _platform.GetLength(_backing);
            long missing = Math.Min(FileOffset + range.End - size, range.Length);
            if (missing > 0)
            {
                throw SyncErrors.CannotRead(Path, size, missing);
            }
        }
        finally
        {
            ExitGate();
        }
    }

    /// <summary>A file is replaced as a whole unless only changes go to it, or it is the map's own.</summary>
    private bool CanReplace(string target, bool changedOnly) =>
        _platform.StatPath(target) is not { } there || (there.Identity != _backing?.Identity && !(changedOnly && there.Size >= Length));

    /// <summary>Writes all of the map to a new file that takes the place of the old one; null if the old one cannot be replaced.</summary>
    private MemoryMapSaveResult? TrySaveBeside(string target, ByteProgress? progress, CancellationToken cancellation)
    {
        IReadOnlyList<MapRange> all = [new MapRange(0, Length)];
        IReadOnlyList<MapRange> changed = IsPrivate ? ChangedRanges() : all;
        CheckReadable(all);
        using FileReplacement? replacement = FileReplacement.TryBegin(target, ModeForCopy());
        if (replacement is null)
        {
            return null;
        }

        _platform.CheckFileSize(replacement.File, Length);
        PrepareTarget(replacement.File, 0, canGrow: true, cancellation);
        long bytes = Write(replacement.File, all, 0, progress, cancellation);
        return replacement.TryCommit()
            ? new MemoryMapSaveResult { Id = Id, Path = target, ChangedPages = CountPages(changed), BytesWritten = bytes }
            : null;
    }

    private MemoryMapSaveResult SaveInPlace(string target, bool isNamed, bool changedOnly, ByteProgress? progress, CancellationToken cancellation)
    {
        using MapBacking file = _platform.OpenFile(target, writable: true, create: isNamed, ModeForCopy());
        long oldSize = _platform.GetLength(file);
        long grownTo = 0;
        long written = 0;
        try
        {
            bool isOwn = file.Identity == _backing?.Identity;
            if (isOwn)
            {
                CheckSavable();
            }
            else if (!isNamed)
            {
                throw Replaced();
            }

            long origin = isOwn ? FileOffset : 0;

            // Shared maps have no pages of their own: all of them count as changed.
            IReadOnlyList<MapRange> changed = IsPrivate ? ChangedRanges() : [new MapRange(0, Length)];
            bool isComplete = oldSize >= origin + Length;

            // A file that does not have all of the bytes yet cannot do with the changed ones.
            IReadOnlyList<MapRange> ranges = changedOnly && (isOwn || isComplete) ? changed : [new MapRange(0, Length)];
            if (isOwn)
            {
                PrepareTarget(file, origin, canGrow: false, cancellation);
            }

            CheckReadable(ranges);
            if (!file.IsCreated)
            {
                // The file is written over where it is, so nothing may fail half-way that could fail before.
                ReadThrough(ranges, cancellation);
            }

            _platform.CheckFileSize(file, origin + (ranges.Count == 0 ? 0 : ranges[^1].End));
            PrepareTarget(file, origin, canGrow: !isOwn, cancellation);
            grownTo = isOwn ? 0 : Length;
            try
            {
                written = Write(file, ranges, origin, progress, cancellation);
            }
            catch (MmapException error)
            {
                written = error.BytesTransferred;
                throw;
            }

            if (!isOwn && !changedOnly && _platform.GetLength(file) > Length && file.Type == BackingType.RegularFile)
            {
                _platform.Shrink(file, Length);
            }

            return new MemoryMapSaveResult { Id = Id, Path = target, ChangedPages = CountPages(changed), BytesWritten = written };
        }
        catch (MmapException error)
        {
            string? left = written == 0 && !file.IsCreated && file.Type == BackingType.RegularFile ? _platform.UndoGrowth(file, grownTo, oldSize) : null;
            throw UndoErrors.With(error, left ?? _platform.RemoveCreated(file));
        }
        catch
        {
            _ = _platform.RemoveCreated(file);
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

        foreach (MapRange range in ranges)
        {
            CheckInsideFile(range);
        }
    }

    /// <summary>Reads all that will be written, since a page may turn out to be bad only when it is read.</summary>
    private void ReadThrough(IReadOnlyList<MapRange> ranges, CancellationToken cancellation)
    {
        byte[] buffer = new byte[SaveStep];
        foreach (MapRange range in ranges)
        {
            for (long position = range.Offset; position < range.End; position += SaveStep)
            {
                CopyOut(position, buffer.AsSpan(0, (int)Math.Min(SaveStep, range.End - position)), null, cancellation);
            }
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
                try
                {
                    CopyOut(position, piece, null, cancellation);
                    _platform.WriteFile(file, origin + position, piece);
                }
                catch (MmapException error)
                {
                    throw CopyErrors.Stopped(error, done + (error.IsWrite ? error.BytesTransferred : 0), total, "written");
                }

                position += piece.Length;
                done += piece.Length;
                progress?.Invoke(done, total);
            }
        }

        return done;
    }
}
