using System;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule.Mapping;

/// <summary>Makes a map longer or shorter, and its file with it if that is wanted.</summary>
internal sealed class Resizer
{
    private readonly LiveMapping _mapping;
    private readonly MapBacking? _backing;
    private readonly IMapPlatform _platform;

    internal Resizer(LiveMapping mapping)
    {
        _mapping = mapping;
        _backing = mapping.Backing;
        _platform = mapping.Platform;
    }

    /// <summary>A length that no map can have, which is known before anybody is asked.</summary>
    internal static void CheckNewLength(long length, long fileOffset)
    {
        if (length < 0)
        {
            throw RangeErrors.Negative("size", length);
        }

        if (length > long.MaxValue - fileOffset)
        {
            throw RangeErrors.Overflow(fileOffset, length);
        }
    }

    internal void Resize(long length, ResizeOptions options, CancellationToken cancellation)
    {
        CheckNewLength(length, _mapping.FileOffset);
        _mapping.ThrowIfClosed();
        CheckResizable(length);
        if (options.ResizeFile)
        {
            CheckFileResizable();
            ResizeWithFile(length, options, cancellation);
            return;
        }

        long? fileLength = _mapping.File.Length;
        if (_backing?.Type == BackingType.RegularFile && _mapping.FileOffset + length > fileLength)
        {
            throw RangeErrors.SizeBeyondFile(_mapping.Path, length, fileLength ?? 0);
        }

        Remap(length, options.NoMove);
    }

    /// <summary>The length that lets the map reach to the end of its file as it is now.</summary>
    internal long LengthToFileEnd()
    {
        _mapping.ThrowIfClosed();
        string? path = _mapping.Path;
        long start = _mapping.FileOffset;
        if (_backing is null || _mapping.File.Length is not { } end)
        {
            throw ResizeErrors.NoFile(path);
        }

        return end >= start
            ? end - start
            : throw ResizeErrors.Truncated(path, end, start);
    }

    /// <summary>Whatever fails, the map and its file stay as they were, or the error says what has changed.</summary>
    private void ResizeWithFile(long length, ResizeOptions options, CancellationToken cancellation)
    {
        // Another thread may remove the map meanwhile: the file stays open until everything is done, or undone.
        using HeldFile held = HoldFile();
        FileUndo undo = new(_platform, _backing!);
        long oldEnd = _platform.GetLength(_backing!);
        long newEnd = _mapping.FileOffset + length;
        long oldLength = _mapping.Length;
        if (newEnd > oldEnd)
        {
            undo.Grow(newEnd, options.Sparse ? Allocation.None : Allocation.Required, null, cancellation);
        }

        Action? shrink = newEnd < oldEnd ? () => _platform.Shrink(_backing!, newEnd) : null;
        if (shrink is not null && !_platform.CutsMappedFiles && !_mapping.Handle.IsEmpty)
        {
            RemapAround(length, options.NoMove, shrink);
            return;
        }

        if (length <= oldLength && shrink is not null)
        {
            // No reader gets in between, and a file that cannot be truncated (a seal) leaves the map whole.
            Remap(length, options.NoMove, shrink);
            return;
        }

        try
        {
            Remap(length, options.NoMove);
        }
        catch (MmapException error)
        {
            throw UndoErrors.With(error, Undo(undo, oldLength));
        }

        try
        {
            shrink?.Invoke();
        }
        catch (MmapException)
        {
            Remap(oldLength, noMove: true);
            throw;
        }
    }

    /// <summary>Gives the file its old length back; says what stays.</summary>
    private string? Undo(FileUndo undo, long length)
    {
        if (_platform.CutsMappedFiles || _mapping.Handle.IsEmpty || length == 0)
        {
            return undo.Growth();
        }

        string? left = null;
        RemapAround(length, noMove: false, () => left = undo.Growth());
        return left;
    }

    private HeldFile HoldFile()
    {
        using (_mapping.Enter())
        {
            return new HeldFile(_backing!.File);
        }
    }

    private void CheckFileResizable()
    {
        if (_backing is not { Type: BackingType.RegularFile })
        {
            throw ResizeErrors.NoFileToResize(_mapping.Path);
        }

        if (!_backing.IsWritable)
        {
            throw ResizeErrors.ReadOnly(_mapping.Path);
        }
    }

    private void CheckResizable(long length)
    {
        if (_mapping.Segment is not null)
        {
            throw ResizeErrors.Segment();
        }

        if (_backing is null && !_mapping.IsPrivate && length > _mapping.Length)
        {
            throw ResizeErrors.SharedAnonymous();
        }

        if (_mapping.Segments.HasHoles || !_mapping.Protections.IsEmpty || !_mapping.Guards.IsEmpty)
        {
            throw ResizeErrors.Changed(_mapping.Path);
        }

        if (length == 0 && _backing is not { Type: BackingType.RegularFile })
        {
            throw ResizeErrors.Empty(_mapping.Path);
        }

        if (_mapping.HasSealedPages)
        {
            throw MapErrors.SealedPages(_mapping.Id);
        }

        if (_mapping.Flags.HasFlag(MapFlags.HugeTlb) || _backing?.PageSize > 0)
        {
            throw ResizeErrors.HugePages(_mapping.Path);
        }
    }

    private void Remap(long length, bool noMove, Action? first = null)
    {
        using (_mapping.EnterAlone())
        {
            long? cutTo = null;
            try
            {
                if (first is not null)
                {
                    first();
                    cutTo = _mapping.FileOffset + length;
                }

                ChangePages(length, noMove);
                _mapping.SetLength(length);
            }
            catch (MmapException error) when (error.HasUnmapped)
            {
                ForgetPages();
                throw;
            }
            catch (MmapException error) when (cutTo is { } end)
            {
                throw UndoErrors.With(error, UndoErrors.Cut(_mapping.Path, end));
            }
        }
    }

    /// <summary>For systems that make no mapped file shorter: the pages go, and come back when the file is.</summary>
    private void RemapAround(long length, bool noMove, Action shrink)
    {
        if (noMove)
        {
            throw MapPlatform.NotSupported("Making a mapped file shorter without moving its map", $"Omit {Option.NoMove}.");
        }

        using (_mapping.EnterAlone())
        {
            SafeMapHandle handle = _mapping.Handle;
            long mapped = length == 0 ? 0 : MapRange.AlignUp(_mapping.PageOffset + length, _mapping.PageSize);
            try
            {
                nint address = _platform.RemapAround(handle.Address, handle.MappedLength, mapped, _mapping.Request(), shrink);
                _mapping.Move(address, mapped, _mapping.PageOffset);
                _mapping.SetLength(length);
            }
            catch (MmapException error) when (error.HasUnmapped)
            {
                ForgetPages();
                throw;
            }
        }
    }

    /// <summary>What is at the old address now is none of our business.</summary>
    private void ForgetPages() => _mapping.Segments.Remove(new MapRange(0, _mapping.Handle.MappedLength));

    private void ChangePages(long length, bool noMove)
    {
        SafeMapHandle handle = _mapping.Handle;
        if (length == 0)
        {
            UnmapAll();
        }
        else if (handle.IsEmpty)
        {
            MapAgain(length);
        }
        else
        {
            long mapped = MapRange.AlignUp(_mapping.PageOffset + length, _mapping.PageSize);
            nint address = mapped == handle.MappedLength
                ? handle.Address
                : _platform.Remap(handle.Address, handle.MappedLength, mapped, noMove, _mapping.Request());
            _mapping.Move(address, mapped, _mapping.PageOffset);
        }
    }

    /// <summary>The kernel has no mappings without pages.</summary>
    private void UnmapAll()
    {
        if (!_mapping.Handle.IsEmpty)
        {
            _platform.Release(_mapping.Handle.Address, _mapping.Handle.MappedLength, _backing);
            _mapping.Move(0, 0, pageOffset: 0);
        }
    }

    /// <summary>An empty map has no pages that could be resized. Its address is free now, so the kernel chooses one.</summary>
    private void MapAgain(long length)
    {
        MapRange pages = new MapRange(_mapping.FileOffset, length).Outward(Math.Max(_mapping.PageSize, _platform.Granularity), _mapping.PageSize);
        nint address = _platform.Map(_mapping.Request() with
        {
            FileOffset = pages.Offset,
            Length = pages.Length,
            Flags = _mapping.Flags & ~(MapFlags.Fixed | MapFlags.FixedNoReplace),
        });
        _mapping.Move(address, pages.Length, (int)(_mapping.FileOffset - pages.Offset));
    }
}
