using System;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>Maps a file piece by piece, without access, just to ask which of its pages are cached.</summary>
internal sealed class PageWindow
{
    private readonly IMapPlatform _platform;
    private readonly MapBacking _file;
    private byte[] _pages = [];

    internal PageWindow(IMapPlatform platform, MapBacking file)
    {
        _platform = platform;
        _file = file;
    }

    /// <summary>One byte for each page, 0 where it is not cached; valid until the next call.</summary>
    /// <param name="offset">A page boundary of the file.</param>
    /// <param name="length">At most <see cref="IPageCache.Step"/> bytes.</param>
    internal ReadOnlySpan<byte> Read(long offset, long length)
    {
        MapRange range = new MapRange(offset, length).Outward(_platform.PageSize);
        int count = (int)range.PageCount(_platform.PageSize);
        if (_pages.Length < count)
        {
            _pages = new byte[count];
        }

        Span<byte> pages = _pages.AsSpan(0, count);
        MapRange mapped = range.Outward(Math.Max(_platform.Granularity, _file.PageSize));
        nint address = _platform.Map(new MapRequest { Backing = _file, FileOffset = mapped.Offset, Length = mapped.Length, Protection = MapProtection.None });
        try
        {
            _platform.Cache.GetResidency(address + (nint)(range.Offset - mapped.Offset), range.Length, pages, _file.Path);
        }
        finally
        {
            _platform.Release(address, mapped.Length, _file);
        }

        return pages;
    }
}
