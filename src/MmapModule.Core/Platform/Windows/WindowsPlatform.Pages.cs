using System;
using System.Collections.Generic;

namespace MmapModule.Platform.Windows;

/// <content>The pages of maps.</content>
internal sealed partial class WindowsPlatform
{
    public void CheckMappable(MapBacking backing) => throw Missing();

    public nint Map(MapRequest request) => throw Missing();

    public void Release(nint address, long length, MapBacking? backing) => throw Missing();

    public void UnmapPart(nint address, long length, MapBacking? backing, long offset, bool isWhole = false) => throw Missing();

    public nint Remap(nint address, long oldLength, long newLength, bool noMove, MapRequest map) => throw Missing();

    public void Sync(nint address, long length, bool invalidate, MapBacking? backing, long offset) => throw Missing();

    public void Protect(nint address, long length, MapRequest wanted, long offset) => throw Missing();

    public IReadOnlyList<(MapRange Range, MapProtection Protection)> ReadProtections(nint address, long length) => throw Missing();

    public void SealPages(nint address, long length, string? path, long offset) => throw Missing();

    public void Advise(nint address, long length, MapAdvice advice, MapRequest map, FaultContext range) => throw Missing();

    public IReadOnlyList<MapRange> PrivatePages(nint address, long length) => throw Missing();

    public void Lock(nint address, long length, bool onFault, MapRequest map, FaultContext range) => throw Missing();

    public void Unlock(nint address, long length, string? path, long offset) => throw Missing();

    public bool IsMapped(nint address, long length) => throw Missing();

    public MmapException ExplainFault(FaultContext fault) => Missing();
}
