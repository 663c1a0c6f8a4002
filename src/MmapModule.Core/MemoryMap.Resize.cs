using System;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule;

/// <content>Growing and shrinking.</content>
public sealed partial class MemoryMap
{
    /// <summary>Changes the length of the map (mremap(2)). The address may change; offsets stay the same.</summary>
    /// <param name="length">The new length in bytes.</param>
    /// <param name="options">How to do it.</param>
    /// <param name="cancellation">Stops the allocation of a big file.</param>
    /// <exception cref="MmapException">RegionOutOfRange (beyond the file), NoSpace, Sealed, OutOfMemory, InvalidArgument or MapDisposed.</exception>
    public void Resize(long length, ResizeOptions options = default, CancellationToken cancellation = default)
    {
        if (length < 0)
        {
            throw RangeErrors.Negative("size", length);
        }

        ThrowIfClosed();
        CheckResizable(length);
        long fileEnd = FileOffset + length;
        if (options.ResizeFile && _backing is not null && fileEnd > FileLength)
        {
            _platform.Grow(_backing, fileEnd, options.Sparse, null, cancellation);
        }

        if (_backing?.Type == BackingType.RegularFile && fileEnd > FileLength)
        {
            throw RangeErrors.EndsBeyondFile(Path, FileOffset, length, fromEnd: false, FileLength ?? 0);
        }

        Remap(length, options.NoMove);
        if (options.ResizeFile && _backing is not null && fileEnd < FileLength)
        {
            _platform.Shrink(_backing, fileEnd);
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

        if (_handle.Segments.HasHoles || !_protections.IsEmpty)
        {
            throw MapErrors.Invalid(
                "A map of which parts have been unmapped or given another protection cannot be resized.",
                "Create a new map of the wanted size.",
                Path);
        }

        if (_handle.IsEmpty || length == 0)
        {
            throw MapErrors.Invalid("An empty map cannot be resized, nor a map made empty.", "Remove it and create a new one.", Path);
        }
    }

    private void Remap(long length, bool noMove)
    {
        if (!_handle.Gate.TryEnterExclusive())
        {
            throw MapErrors.Disposed(Id);
        }

        try
        {
            long unit = Flags.HasFlag(MapFlags.HugeTlb) ? throw MapErrors.Invalid("A map of huge pages cannot be resized.", "Create a new map of the wanted size.") : _platform.PageSize;
            long mapped = MapRange.AlignUp(_pageOffset + length, unit);
            nint address = mapped == _handle.MappedLength
                ? _handle.Address
                : _platform.Remap(_handle.Address, _handle.MappedLength, mapped, noMove, Describe(Protection));
            _handle.Move(address, mapped);
            Volatile.Write(ref _length, length);
            _copier = _platform.SelectCopier(Describe(Protection) with { FileOffset = FileOffset - _pageOffset }, address);
        }
        finally
        {
            _handle.Gate.ExitExclusive();
        }
    }
}
