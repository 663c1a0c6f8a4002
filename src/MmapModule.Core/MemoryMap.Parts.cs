using System;
using MmapModule.Platform;

namespace MmapModule;

/// <content>Removing and replacing parts of a map.</content>
public sealed partial class MemoryMap
{
    /// <summary>Unmaps part of the map (munmap(2)); the rest goes on working and the hole is remembered.</summary>
    /// <param name="offset">Where the part starts: a page boundary of the mapping.</param>
    /// <param name="length">Its length: up to a page boundary or to the end; null means the rest.</param>
    /// <exception cref="MmapException">InvalidArgument (not whole pages), RangeNotMapped, MapCountLimit, a wrong range, or MapDisposed.</exception>
    public void RemovePart(long offset, long? length = null)
    {
        MapRange range = Resolve(offset, length);
        if (range.Length == 0)
        {
            return;
        }

        MapRange pages = WholePages(range, "unmaps");
        if (!_handle.Gate.TryEnterExclusive())
        {
            throw MapErrors.Disposed(Id);
        }

        try
        {
            if (!_handle.Segments.Contains(pages))
            {
                throw MapErrors.NotMapped(Path, range);
            }

            _platform.UnmapPart(_handle.Address + (nint)pages.Offset, pages.Length, _backing, range.Offset);
            _handle.Segments.Remove(pages);
        }
        finally
        {
            _handle.Gate.ExitExclusive();
        }
    }

    /// <summary>The open map whose address range holds all of this one; null if there is none.</summary>
    internal static MemoryMap? FindOwner(ulong address, long length)
    {
        foreach (MemoryMap map in MapRegistry.GetAll())
        {
            ulong start = (ulong)map._handle.Address;
            if (address >= start && (ulong)map._handle.MappedLength >= (ulong)length
                && address - start <= (ulong)(map._handle.MappedLength - length))
            {
                return map;
            }
        }

        return null;
    }

    /// <summary>Puts another mapping in the place of part of this one, which keeps a hole there.</summary>
    internal nint ReplacePart(MapRequest request)
    {
        if (!_handle.Gate.TryEnterExclusive())
        {
            return _platform.Map(request);
        }

        MapRange part = new((long)(request.Address - (ulong)_handle.Address), request.Length);
        try
        {
            // A hole is not ours any more, so there the kernel must find the range free.
            bool isOurs = _handle.Segments.Contains(part);
            nint address = _platform.Map(request with { Replace = isOurs });
            _handle.Segments.Remove(part);
            return address;
        }
        catch (MmapException error) when (error.HasUnmapped)
        {
            // Whatever is mapped there now may belong to another thread, so it is never touched or unmapped by this map again.
            _handle.Segments.Remove(part);
            throw;
        }
        finally
        {
            _handle.Gate.ExitExclusive();
        }
    }

    /// <summary>The pages of a range that must begin and end with one.</summary>
    private MapRange WholePages(MapRange range, string verb)
    {
        MapRange inner = range.Shift(_pageOffset);
        long start = range.Offset == 0 ? 0 : inner.Offset;
        long end = range.End == Length ? _handle.MappedLength : inner.End;
        MapRange pages = new(start, end - start);
        if (pages.Outward(_pageSize) != pages)
        {
            throw MapErrors.Invalid(
                FormattableString.Invariant($"The kernel {verb} whole pages only, and the range of {range.Length} bytes at offset {range.Offset} does not begin and end with one."),
                FormattableString.Invariant($"The page size is {_pageSize}: offset{(_pageOffset == 0 ? string.Empty : FormattableString.Invariant($" + {_pageOffset}"))} and length must be multiples of it."),
                Path);
        }

        return pages;
    }
}
