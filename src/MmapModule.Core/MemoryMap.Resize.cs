using System;
using System.Threading;
using MmapModule.Access;
using MmapModule.Platform;
using MmapModule.Platform.Linux;

namespace MmapModule;

/// <content>Growing and shrinking.</content>
public sealed partial class MemoryMap
{
    /// <summary>Changes the length of the map (mremap(2)). The address may change; offsets stay the same.</summary>
    /// <param name="length">The new length in bytes; 0 only if there is a file behind the map. An empty map can grow again.</param>
    /// <param name="options">How to do it.</param>
    /// <param name="cancellation">Stops the allocation of a big file.</param>
    /// <exception cref="MmapException">RegionOutOfRange (beyond the file), NoSpace, AccessDenied, Sealed, OutOfMemory, MemoryLockLimit, InvalidArgument or MapDisposed.</exception>
    public void Resize(long length, ResizeOptions options = default, CancellationToken cancellation = default)
    {
        CheckNewLength(length, FileOffset);
        ThrowIfClosed();
        CheckResizable(length);
        if (options.ResizeFile)
        {
            CheckFileResizable();
            ResizeWithFile(length, options, cancellation);
            return;
        }

        if (_backing?.Type == BackingType.RegularFile && FileOffset + length > FileLength)
        {
            throw RangeErrors.SizeBeyondFile(Path, length, FileLength ?? 0);
        }

        Remap(length, options.NoMove);
    }

    /// <summary>What is no length of any map, which can be told before anybody is asked.</summary>
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

    /// <summary>The length that lets the map reach to the end of its file as it is now.</summary>
    internal long LengthToFileEnd()
    {
        ThrowIfClosed();
        if (_backing is null || FileLength is not { } end)
        {
            throw MapErrors.Invalid("There is no file with a length behind the map (-ToFile).", "Give the new length with -Size.", Path);
        }

        return end >= FileOffset
            ? end - FileOffset
            : throw new MmapException(
                MmapErrorKind.RegionTruncated,
                FormattableString.Invariant($"'{Path}' has been truncated to {end} bytes, so there is nothing at offset {FileOffset}, where the map starts."),
                "Remove the map, and create a new one when the file has content again.")
            {
                Path = Path,
            };
    }

    /// <summary>Whatever fails, the map and its file stay as they were, or the error says what has changed.</summary>
    private void ResizeWithFile(long length, ResizeOptions options, CancellationToken cancellation)
    {
        // Another thread may remove the map meanwhile: the file stays open until everything is done, or undone.
        using HeldDescriptor held = HoldFile();
        long oldEnd = _platform.GetLength(_backing!);
        long newEnd = FileOffset + length;
        long oldLength = Length;
        if (newEnd > oldEnd)
        {
            _platform.Grow(_backing!, newEnd, options.Sparse, null, cancellation);
        }

        Action? shrink = newEnd < oldEnd ? () => _platform.Shrink(_backing!, newEnd) : null;
        if (length <= oldLength && shrink is not null)
        {
            // No reader gets in between, and a file that cannot be cut (a seal) leaves the map whole.
            Remap(length, options.NoMove, shrink);
            return;
        }

        try
        {
            Remap(length, options.NoMove);
        }
        catch (MmapException error)
        {
            throw UndoErrors.With(error, newEnd > oldEnd ? _platform.UndoGrowth(_backing!, newEnd, oldEnd) : null);
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

    private HeldDescriptor HoldFile()
    {
        EnterGate();
        try
        {
            return new HeldDescriptor(_backing!.File);
        }
        finally
        {
            ExitGate();
        }
    }

    private void CheckFileResizable()
    {
        if (_backing is not { Type: BackingType.RegularFile })
        {
            throw MapErrors.Invalid(
                "There is no file behind the map that could be made longer or shorter (-ResizeFile).",
                "Leave -ResizeFile away, or use -MemoryFile for memory that can grow.",
                Path);
        }

        if (!_backing.IsWritable)
        {
            throw new MmapException(
                MmapErrorKind.AccessDenied,
                "'" + Path + "' was opened for reading only, so its length cannot be changed (-ResizeFile).",
                "Map it shared with -Protection ReadWrite.")
            {
                Path = Path,
                IsWrite = true,
            };
        }
    }

    private void CheckResizable(long length)
    {
        if (_backing is null && !IsPrivate && length > Length)
        {
            throw MapErrors.Invalid(
                "Shared anonymous memory cannot grow: the kernel would give addresses with no memory behind them.",
                "Use New-MemoryMap -MemoryFile, which can grow with -ResizeFile, or -Anonymous -Private.");
        }

        if (_handle.Segments.HasHoles || !_protections.IsEmpty || !_guards.IsEmpty)
        {
            throw MapErrors.Invalid(
                "A map of which parts have been unmapped, guarded or given another protection cannot be resized.",
                "Create a new map of the wanted size.",
                Path);
        }

        if (length == 0 && _backing is not { Type: BackingType.RegularFile })
        {
            throw MapErrors.Invalid("Only a map of a file can be empty.", "Give a size above 0, or remove the map.", Path);
        }

        if (HasSealedPages)
        {
            throw MapErrors.SealedPages(Id);
        }

        if (Flags.HasFlag(MapFlags.HugeTlb) || _backing?.PageSize > 0)
        {
            throw MapErrors.Invalid("A map of huge pages cannot be resized.", "Create a new map of the wanted size.", Path);
        }
    }

    private void Remap(long length, bool noMove, Action? first = null)
    {
        if (!_handle.Gate.TryEnterExclusive())
        {
            throw MapErrors.Disposed(Id);
        }

        long? cutTo = null;
        try
        {
            if (first is not null)
            {
                first();
                cutTo = FileOffset + length;
            }

            if (length == 0)
            {
                UnmapAll();
            }
            else if (_handle.IsEmpty)
            {
                MapAgain(length);
            }
            else
            {
                long mapped = MapRange.AlignUp(_pageOffset + length, _pageSize);
                nint address = mapped == _handle.MappedLength
                    ? _handle.Address
                    : _platform.Remap(_handle.Address, _handle.MappedLength, mapped, noMove, Describe(Protection));
                _handle.Move(address, mapped);
            }

            Volatile.Write(ref _length, length);
            ForgetLength();

            // Shared anonymous memory keeps the size it was made with: pages beyond that fault.
            _mayFault |= _backing is null && !IsPrivate;
            SelectCopier();
        }
        catch (MmapException error) when (cutTo is { } end)
        {
            throw UndoErrors.With(error, UndoErrors.Cut(Path, end));
        }
        finally
        {
            _handle.Gate.ExitExclusive();
        }
    }

    /// <summary>The kernel knows no mapping of no pages.</summary>
    private void UnmapAll()
    {
        if (!_handle.IsEmpty)
        {
            _platform.Release(_handle.Address, _handle.MappedLength, _backing);
            _handle.Move(0, 0);
            _pageOffset = 0;
            _copier = DirectCopier.Instance;
        }
    }

    /// <summary>An empty map has no pages that could be resized. Its address is free now, so the kernel chooses one.</summary>
    private void MapAgain(long length)
    {
        MapRange pages = new MapRange(FileOffset, length).Outward(_pageSize);
        nint address = _platform.Map(Describe(Protection) with
        {
            FileOffset = pages.Offset,
            Length = pages.Length,
            Flags = Flags & ~(MapFlags.Fixed | MapFlags.FixedNoReplace),
        });
        _handle.Move(address, pages.Length);
        _pageOffset = (int)(FileOffset - pages.Offset);
    }
}
