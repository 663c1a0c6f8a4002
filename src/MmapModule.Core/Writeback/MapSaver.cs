using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Access;
using MmapModule.Copying;
using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule.Writeback;

/// <summary>Writes the changes of a private map to its file, or all of any map to another file.</summary>
internal sealed class MapSaver
{
    private const int Step = 1024 * 1024;

    private readonly LiveMapping _mapping;
    private readonly Transfer _transfer;
    private readonly OwnPages _own;
    private readonly IMapPlatform _platform;
    private readonly ByteProgress? _progress;
    private readonly CancellationToken _cancellation;

    internal MapSaver(LiveMapping mapping, Transfer transfer, ByteProgress? progress, CancellationToken cancellation)
    {
        _mapping = mapping;
        _transfer = transfer;
        _own = new OwnPages(mapping);
        _platform = mapping.Platform;
        _progress = progress;
        _cancellation = cancellation;
    }

    private IReadOnlyList<MapRange> All => [_mapping.Whole];

    /// <summary>Shared maps have no pages of their own: all of them count as changed.</summary>
    private IReadOnlyList<MapRange> Changed => _mapping.IsPrivate ? _own.All() : All;

    /// <summary>Saves.</summary>
    /// <param name="path">The file; null means the map's own.</param>
    /// <param name="changedOnly">Write only pages that this process has changed.</param>
    /// <param name="noClobber">The file must not be there.</param>
    internal MemoryMapSaveResult Save(string? path, bool changedOnly, bool noClobber)
    {
        _mapping.ThrowIfClosed();
        if (path is null)
        {
            CheckSavable();
            return SaveInPlace(_mapping.Path!, isNamed: false, changedOnly, noClobber: false);
        }

        string target = MapPath.Full(path);
        if (noClobber)
        {
            return SaveInPlace(target, isNamed: true, changedOnly, noClobber);
        }

        return (CanReplace(target, changedOnly) ? TrySaveBeside(target) : null) ?? SaveInPlace(target, isNamed: true, changedOnly, noClobber);
    }

    /// <summary>A file is replaced as a whole unless only changes go to it, or it is the map's own.</summary>
    private bool CanReplace(string target, bool changedOnly) =>
        _platform.StatPath(target) is not { } there || (!IsOwn(there.Identity) && !(changedOnly && there.Size >= _mapping.Length));

    private bool IsOwn(FileIdentity file) => _mapping.Backing?.Identity == file;

    /// <summary>Writes all of the map to a new file that takes the place of the old one; null if the old one cannot be replaced.</summary>
    private MemoryMapSaveResult? TrySaveBeside(string target)
    {
        IReadOnlyList<MapRange> all = All;
        IReadOnlyList<MapRange> changed = Changed;
        CheckReadable(all);
        using IFileReplacement? replacement = _platform.TryReplace(target, _mapping.File.ModeForCopy(), MapRegistry.Shows);
        if (replacement is null)
        {
            return null;
        }

        _platform.CheckFileSize(replacement.File, _mapping.Length);
        GrowTo(new FileUndo(_platform, replacement.File), replacement.File, _mapping.Length);
        long bytes = Write(replacement.File, all, 0);
        return replacement.TryCommit() ? Result(target, changed, bytes) : null;
    }

    private MemoryMapSaveResult SaveInPlace(string target, bool isNamed, bool changedOnly, bool noClobber)
    {
        using MapBacking file = isNamed
            ? NewFile.OpenForWriting(_platform, target, _mapping.File.ModeForCopy(), noClobber)
            : _platform.OpenFile(target, writable: true, create: false, _mapping.File.ModeForCopy());
        FileUndo undo = new(_platform, file);
        long written = 0;
        try
        {
            bool isOwn = IsOwn(file.Identity);
            if (isOwn)
            {
                CheckSavable();
            }
            else if (!isNamed)
            {
                throw Replaced();
            }

            IReadOnlyList<MapRange> changed = Changed;
            long origin = isOwn ? _mapping.FileOffset : 0;
            long end = origin + _mapping.Length;

            // A file that does not have all of the bytes yet cannot do with the changed ones.
            IReadOnlyList<MapRange> ranges = changedOnly && (isOwn || _platform.GetLength(file) >= end) ? changed : All;
            if (isOwn)
            {
                CheckRoom(file, end);
            }

            CheckReadable(ranges);
            if (!file.IsCreated)
            {
                // The file is written over where it is, so nothing may fail half-way that could fail before.
                ReadThrough(ranges);
            }

            _platform.CheckFileSize(file, origin + (ranges.Count == 0 ? 0 : ranges[^1].End));
            if (isOwn)
            {
                CheckRoom(file, end);
            }
            else
            {
                GrowTo(undo, file, end);
            }

            try
            {
                written = Write(file, ranges, origin);
            }
            catch (MmapException error)
            {
                written = error.BytesTransferred;
                throw;
            }

            if (!isOwn && !changedOnly && _platform.GetLength(file) > end && file.Type == BackingType.RegularFile)
            {
                _platform.Shrink(file, end);
            }

            return Result(target, changed, written);
        }
        catch (MmapException error)
        {
            throw UndoErrors.With(error, written == 0 && !file.IsCreated ? undo.Growth() : undo.Creation());
        }
        catch
        {
            _ = undo.Creation();
            throw;
        }
    }

    private MemoryMapSaveResult Result(string target, IReadOnlyList<MapRange> changed, long bytes) =>
        new() { Id = _mapping.Id, Path = target, ChangedPages = _own.Count(changed), BytesWritten = bytes };

    private void CheckSavable()
    {
        bool isSnapshot = _mapping.Kind is MapKind.Snapshot;
        bool hasNone = _mapping.IsPrivate || _mapping.Backing is null;
        if (_mapping.Backing?.Type != BackingType.RegularFile || !_mapping.IsPrivate || isSnapshot)
        {
            throw SaveErrors.NothingToSave(hasNone, isSnapshot, _mapping.Path);
        }
    }

    private MmapException Replaced() => new(
        MmapErrorKind.PathNotFound,
        "The mapped file is not at '" + _mapping.Path + "' any more: another file has taken its place. Nothing has been written.",
        $"Save to another file with {Option.Path}, or map the new file.")
    {
        Path = _mapping.Path,
        IsWrite = true,
    };

    /// <summary>What cannot be read must be found out before anything is written.</summary>
    private void CheckReadable(IReadOnlyList<MapRange> ranges)
    {
        using (_mapping.Enter())
        {
            foreach (MapRange range in ranges)
            {
                _mapping.CheckAccess(range, transferred: 0, isWrite: false);
            }
        }

        foreach (MapRange range in ranges)
        {
            _mapping.File.CheckHolds(range);
        }
    }

    /// <summary>Reads all that will be written, since a page may turn out to be bad only when it is read.</summary>
    private void ReadThrough(IReadOnlyList<MapRange> ranges)
    {
        byte[] buffer = new byte[Step];
        foreach (MapRange range in ranges)
        {
            for (MapRange rest = range; rest.Length > 0; rest = rest.From(rest.First(Step).End))
            {
                _transfer.CopyOut(rest.Offset, buffer.AsSpan(0, (int)rest.First(Step).Length), null, _cancellation);
            }
        }
    }

    /// <summary>The map's own file is never made longer: somebody has truncated it.</summary>
    private void CheckRoom(MapBacking file, long end)
    {
        long size = _platform.GetLength(file);
        if (size < end)
        {
            throw SaveErrors.NoRoom(file.Path, size, end);
        }
    }

    private void GrowTo(FileUndo undo, MapBacking file, long end)
    {
        if (_platform.GetLength(file) < end)
        {
            undo.Grow(end, Allocation.Wanted, null, _cancellation);
        }
    }

    private long Write(MapBacking file, IReadOnlyList<MapRange> ranges, long origin)
    {
        byte[] buffer = new byte[Step];
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
                _cancellation.ThrowIfCancellationRequested();
                Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(Step, range.End - position));
                try
                {
                    _transfer.CopyOut(position, piece, null, _cancellation);
                    _platform.WriteFile(file, origin + position, piece);
                }
                catch (MmapException error)
                {
                    throw CopyErrors.Stopped(error, done + (error.IsWrite ? error.BytesTransferred : 0), total, "written");
                }

                position += piece.Length;
                done += piece.Length;
                _progress?.Invoke(done, total);
            }
        }

        return done;
    }
}
