using System;
using System.Runtime.InteropServices;

namespace MmapModule.Platform;

/// <summary>The mapped page of a semaphore or of a lock, or the mapped file of a queue. Whoever uses it holds a reference, so that it is unmapped after the last use and exactly once.</summary>
internal sealed class SharedPage : SafeHandle
{
    private readonly IMapPlatform _platform;
    private readonly long _length;

    internal SharedPage(IMapPlatform platform, MapBacking backing, long length = 1)
        : base(0, ownsHandle: true)
    {
        _platform = platform;
        _length = MapRange.AlignUp(length, platform.PageSize);
        SetHandle(platform.Map(new MapRequest { Backing = backing, Length = _length, Protection = MapProtection.ReadWrite }));
    }

    /// <summary>Where it is; valid while a reference is held.</summary>
    internal nint Address => handle;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        try
        {
            _platform.Release(handle, _length, null);
            return true;
        }
        catch (MmapException)
        {
            return false;
        }
    }
}
