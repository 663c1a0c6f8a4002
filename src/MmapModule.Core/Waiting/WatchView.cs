using System;
using MmapModule.Platform;

namespace MmapModule.Waiting;

/// <summary>A second mapping of some pages of a shared file, for reading only, on whose words a wait can sleep.</summary>
/// <remarks>
/// futex(2) knows a word of a shared file by the file and the offset, through whatever mapping it is named. It brings the page
/// in for writing where the mapping allows that: a hole would get blocks, the time of the file would move, and a clean page
/// would be written back again, all by waiting. Where the mapping allows reading only, none of this happens.
/// </remarks>
internal sealed class WatchView : IDisposable
{
    private readonly IMapPlatform _platform;
    private readonly nint _pages;
    private readonly long _length;

    private WatchView(IMapPlatform platform, nint pages, long length, nint address)
    {
        _platform = platform;
        _pages = pages;
        _length = length;
        Address = address;
    }

    /// <summary>Where the first byte of the range is in this view.</summary>
    internal nint Address { get; }

    /// <summary>Maps the pages of a range that a wait watches; null if that cannot be done.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="backing">The file; the caller holds the gate of its map.</param>
    /// <param name="range">The range in the file.</param>
    internal static WatchView? TryCreate(IMapPlatform platform, MapBacking backing, MapRange range)
    {
        MapRange watched = range.Outward(platform.PageSize);
        MapRange pages = watched.First(Math.Min(watched.Length, (long)WatchedWords.MostPages * platform.PageSize)).Outward(platform.Granularity);
        try
        {
            nint address = platform.Map(new MapRequest
            {
                Backing = backing,
                FileOffset = pages.Offset,
                Length = pages.Length,
                Protection = MapProtection.Read,
                IsPrivate = false,
            });
            return new WatchView(platform, address, pages.Length, address + (nint)(range.Offset - pages.Offset));
        }
        catch (MmapException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _platform.Release(_pages, _length, null);
}
