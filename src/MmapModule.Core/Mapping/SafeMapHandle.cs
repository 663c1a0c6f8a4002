using System;
using System.Runtime.InteropServices;
using MmapModule.Platform;

namespace MmapModule.Mapping;

/// <summary>Owns an address range of whole pages and unmaps it exactly once, at the latest from its finalizer.</summary>
/// <remarks>
/// It knows only the mapped length; what the user requested is known to the map. Whoever touches the memory holds
/// this object's gate, and holding it also keeps the object from being finalized.
/// </remarks>
internal sealed class SafeMapHandle : SafeHandle
{
    private readonly IMapPlatform _platform;
    private readonly int _mapId;

    internal SafeMapHandle(IMapPlatform platform, int mapId, nint address, long mappedLength)
        : base(0, ownsHandle: true)
    {
        _platform = platform;
        _mapId = mapId;
        MappedLength = mappedLength;
        Segments = new MappedSegments(mappedLength);
        SetHandle(address);
    }

    /// <summary>The length in whole pages, in bytes.</summary>
    internal long MappedLength { get; private set; }

    internal MappedSegments Segments { get; private set; }

    /// <summary>Why the kernel would not unmap; null if it did.</summary>
    internal MmapException? Refusal { get; private set; }

    internal AccessGate Gate { get; } = new();

    /// <summary>The first mapped address; valid while the gate is held.</summary>
    internal nint Address => handle;

    /// <summary>Zero is the address of an empty map, which has nothing to unmap.</summary>
    public override bool IsInvalid => handle == 0;

    /// <summary>True for the handle of an empty map.</summary>
    internal bool IsEmpty => handle == 0;

    /// <summary>Takes over a mapping that the kernel has resized or moved; the caller holds the gate exclusively.</summary>
    internal void Move(nint address, long mappedLength)
    {
        SetHandle(address);
        MappedLength = mappedLength;
        Segments = new MappedSegments(mappedLength);
    }

    /// <summary>Waits for running accesses, then unmaps.</summary>
    internal bool CloseOnce()
    {
        bool first = Gate.Close();
        if (first)
        {
            Dispose();
            MapRegistry.Forget(_mapId);
        }

        return first;
    }

    protected override bool ReleaseHandle()
    {
        bool done = true;
        foreach (MapRange range in Segments.Ranges)
        {
            try
            {
                _platform.Release(handle + (nint)range.Offset, range.Length, null);
            }
            catch (MmapException error)
            {
                Refusal ??= error;
                done = false;
            }
        }

        MapRegistry.Forget(_mapId);
        return done;
    }
}
