using System;
using MmapModule.Platform;

namespace MmapModule.Mapping;

/// <summary>Changes of whole pages: protection, seals, unmapping, and replacement by another mapping.</summary>
internal sealed class PageChanges
{
    private readonly LiveMapping _mapping;
    private readonly IMapPlatform _platform;

    internal PageChanges(LiveMapping mapping)
    {
        _mapping = mapping;
        _platform = mapping.Platform;
    }

    /// <summary>The pages of a range that must begin and end with one.</summary>
    internal static MapRange WholePages(LiveMapping mapping, MapRange range, string verb)
    {
        int pageSize = mapping.PageSize;
        int pageOffset = mapping.PageOffset;
        MapRange inner = mapping.Inner(range);
        long start = range.Offset == 0 ? 0 : inner.Offset;
        long end = range.End == mapping.Length ? mapping.Handle.MappedLength : inner.End;
        MapRange pages = new(start, end - start);
        if (pages.Outward(pageSize) != pages)
        {
            throw PageErrors.NotWholePages(verb, range, pageSize, pageOffset, mapping.Path);
        }

        return pages;
    }

    internal void Protect(MapProtection protection, MapRange range) => Change(range, "changes the protection of", pages =>
    {
        try
        {
            _platform.Protect(_mapping.AddressOf(pages), pages.Length, _mapping.Request(protection), range.Offset);
            _mapping.SetProtection(pages, protection);
        }
        catch (MmapException)
        {
            // The kernel goes from page to page: it may have changed some before one was refused.
            ReadBackProtections(pages);
            throw;
        }
        finally
        {
            _mapping.JoinProtections();
        }
    });

    internal void Seal(MapRange range) => Change(range, "seals", pages =>
    {
        _platform.SealPages(_mapping.AddressOf(pages), pages.Length, _mapping.Path, range.Offset);
        _mapping.HasSealedPages = true;
    });

    internal void Remove(MapRange range) => Change(range, "unmaps", pages =>
    {
        _platform.UnmapPart(_mapping.AddressOf(pages), pages.Length, _mapping.Backing, range.Offset);
        _mapping.Segments.Remove(pages);
    });

    /// <summary>Puts another mapping in the place of part of this one, which keeps a hole there.</summary>
    internal nint Replace(MapRequest request)
    {
        if (!_mapping.Handle.Gate.TryEnterExclusive())
        {
            return _platform.Map(request);
        }

        MapRange part = new((long)(request.Address - (ulong)_mapping.Handle.Address), request.Length);
        try
        {
            // A hole is not ours any more, so there the kernel must find the range free.
            bool isOurs = _mapping.Segments.Contains(part);
            nint address = _platform.Map(request with { Replace = isOurs });
            _mapping.Segments.Remove(part);
            return address;
        }
        catch (MmapException error) when (error.HasUnmapped)
        {
            // Whatever is mapped there now may belong to another thread, so it is never touched or unmapped by this map again.
            _mapping.Segments.Remove(part);
            throw;
        }
        finally
        {
            _mapping.Handle.Gate.ExitExclusive();
        }
    }

    /// <summary>Adds seals to the file, which may end all faults of the memory.</summary>
    internal void SealFile(MapSeals seals)
    {
        _mapping.ThrowIfClosed();
        if (_mapping.Backing is null)
        {
            throw PageErrors.NoFileToSeal();
        }

        if (seals == MapSeals.None)
        {
            throw PageErrors.NoSeal(_mapping.Path);
        }

        using (_mapping.Enter())
        {
            _platform.AddSeals(_mapping.Backing, seals);
        }

        _mapping.SelectCopierAfterSealing();
    }

    /// <summary>Does what other threads must not see half done.</summary>
    private void Change(MapRange range, string verb, Action<MapRange> change)
    {
        if (range.Length == 0)
        {
            return;
        }

        MapRange pages = WholePages(_mapping, range, verb);
        using (_mapping.EnterAlone())
        {
            _mapping.CheckMapped(range, pages);
            change(pages);
        }
    }

    /// <summary>Reads what the kernel did to a range of which it refused a part.</summary>
    private void ReadBackProtections(MapRange pages)
    {
        try
        {
            foreach ((MapRange part, MapProtection actual) in _platform.ReadProtections(_mapping.AddressOf(pages), pages.Length))
            {
                _mapping.SetProtection(part.Shift(pages.Offset), actual);
            }
        }
        catch (MmapException)
        {
            // It cannot be read: an access will find out, and the refusal is the error to report.
        }
    }
}
