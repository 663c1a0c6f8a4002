using System;
using System.Collections.Generic;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Views;

namespace MmapModule.Platform.Windows;

/// <content>Unmapping, and changing the length of maps.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public void Release(nint address, long length, MapBacking? backing) => UnmapPart(address, length, backing, 0, isWhole: true);

    /// <inheritdoc/>
    public void UnmapPart(nint address, long length, MapBacking? backing, long offset, bool isWhole = false)
    {
        foreach (View view in _views.In(address, length))
        {
            MapRange part = view.From(address).Intersect(new MapRange(0, length));
            NativeFailure failure = new() { Call = "UnmapViewOfFile2", Path = backing?.Path, Offset = offset + part.Offset, Length = part.Length };
            if (part.Length == view.Length)
            {
                Unmap(view, failure);
            }
            else
            {
                CutOut(view, part.Shift(address - view.Address), failure);
            }
        }
    }

    /// <inheritdoc/>
    public nint Remap(nint address, long oldLength, long newLength, bool noMove, MapRequest map)
    {
        if (_views.In(address, oldLength) is not [View view])
        {
            throw SizeErrors.InParts();
        }

        if (view.IsReserved)
        {
            throw SizeErrors.Reserved();
        }

        if (noMove)
        {
            return newLength < oldLength ? Shorten(view, newLength, map) : Around(view, newLength, map, static () => { }, isBound: true);
        }

        // The new view first: whatever fails, the old one is still there. Both show the same.
        nint moved = Map(Again(map, view, newLength) with { Protection = Writable(map) });
        try
        {
            CopyOwn(view, moved, Math.Min(oldLength, newLength));
            Protect(moved, newLength, map, 0);
        }
        catch
        {
            Release(moved, newLength, map.Backing);
            throw;
        }

        Unmap(view, new NativeFailure { Call = "UnmapViewOfFile", Path = map.Backing?.Path, Length = oldLength });
        return moved;
    }

    /// <inheritdoc/>
    public nint RemapAround(nint address, long oldLength, long newLength, MapRequest map, Action cut)
    {
        if (_views.In(address, oldLength) is not [View view])
        {
            throw SizeErrors.InParts();
        }

        return Around(view, newLength, map, cut, isBound: false);
    }

    /// <summary>What maps the same again, with another length.</summary>
    private static MapRequest Again(MapRequest map, View view, long length) => map with
    {
        FileOffset = view.Offset,
        Length = length,
        Address = 0,
        Replace = false,
        Flags = map.Flags & ~(MapFlags.Fixed | MapFlags.FixedNoReplace),
    };

    /// <summary>What is needed to write what was saved; a shared map of a file saves nothing.</summary>
    private static MapProtection Writable(MapRequest request) =>
        request.Protection | (request.Backing is null || request.IsPrivate ? MapProtection.ReadWrite : MapProtection.None);

    private nint Shorten(View view, long length, MapRequest map)
    {
        UnmapPart(view.Address + (nint)length, view.Length - length, map.Backing, length);
        return view.Address;
    }

    /// <summary>Unmaps, acts, and maps again with another length; if that fails, with the old one. The address stays the same where that is possible.</summary>
    private nint Around(View view, long newLength, MapRequest map, Action act, bool isBound)
    {
        OwnBytes own = OwnBytes.Save(this, view, Math.Min(view.Length, newLength), view.HasOwnBytes);
        MapRequest again = Again(map, view, newLength) with { Address = (ulong)view.Address };
        bool keepsAddress = Detach(view, new NativeFailure { Call = "UnmapViewOfFile2", Path = map.Backing?.Path, Length = view.Length });
        try
        {
            act();
            if (keepsAddress)
            {
                ViewMapper.Free(view.Address);
                keepsAddress = false;
            }

            return newLength == 0 ? 0 : MapWith(own, isBound ? again with { Flags = again.Flags | MapFlags.FixedNoReplace } : again, map);
        }
        catch (MmapException error)
        {
            try
            {
                MapRequest old = Again(map, view, view.Length) with { Address = (ulong)view.Address, Flags = again.Flags | MapFlags.FixedNoReplace };
                _ = MapWith(own, old, map, keepsAddress ? view.Address : 0);
            }
            catch (MmapException)
            {
                error.HasUnmapped = true;
            }

            throw error.Kind is MmapErrorKind.AddressInUse ? SizeErrors.NoRoom(map, newLength, error) : error;
        }
    }

    /// <summary>Unmaps a view, and keeps its addresses if that is possible.</summary>
    /// <returns>Whether they are kept.</returns>
    private bool Detach(View view, NativeFailure failure)
    {
        if (!view.HasPlaceholder || !_views.Remove(view))
        {
            Unmap(view, failure);
            return false;
        }

        int error = ViewMapper.UnmapToPlaceholder(view);
        view.Section.DangerousRelease();
        return error == Win32Error.ERROR_SUCCESS ? true : throw WindowsErrors.Translate(error, failure);
    }

    private nint MapWith(OwnBytes own, MapRequest request, MapRequest wanted, nint place = 0)
    {
        nint address = Map(request with { Protection = Writable(request) }, place);
        try
        {
            own.Restore(address);
            Protect(address, request.Length, wanted, 0);
            return address;
        }
        catch
        {
            Release(address, request.Length, request.Backing);
            throw;
        }
    }

    private void Unmap(View view, NativeFailure failure)
    {
        if (!_views.Remove(view))
        {
            return;
        }

        int error = ViewMapper.Unmap(view);
        view.Section.DangerousRelease();
        if (error != Win32Error.ERROR_SUCCESS)
        {
            throw WindowsErrors.Translate(error, failure with { Call = "UnmapViewOfFile" });
        }
    }

    /// <summary>Unmaps a part of a view: all of it becomes a placeholder, which is split, and what stays is mapped again.</summary>
    private void CutOut(View view, MapRange hole, NativeFailure failure)
    {
        if (!view.HasPlaceholder)
        {
            throw MapPlatform.NotSupported("Unmapping a part of a map", "Remove the whole map, or map the parts one by one. Windows 10 1803 and later can do it for most maps.");
        }

        List<MapRange> kept = [];
        if (hole.Offset > 0)
        {
            kept.Add(new MapRange(0, hole.Offset));
        }

        if (hole.End < view.Length)
        {
            kept.Add(new MapRange(hole.End, view.Length - hole.End));
        }

        OwnBytes own = OwnBytes.Save(this, view, view.Length, view.IsCopyOnWrite, except: hole);
        IReadOnlyList<(MapRange Range, MapProtection Protection)> protections = ReadProtections(view.Address, view.Length);
        if (!_views.Remove(view))
        {
            return;
        }

        int error = ViewMapper.UnmapToPlaceholder(view);
        if (error != Win32Error.ERROR_SUCCESS)
        {
            _views.Add(view);
            view.Section.DangerousRelease();
            throw WindowsErrors.Translate(error, failure);
        }

        error = ViewMapper.Split(view.Address + (nint)hole.Offset, hole.Length);
        foreach (MapRange part in kept)
        {
            nint place = view.Address + (nint)part.Offset;
            if (error == Win32Error.ERROR_SUCCESS && ViewMapper.TryReplace(view.Section, view.Offset + part.Offset, part.Length, view.Access, place, out error) != 0)
            {
                _views.Add(view with { Address = place, Length = part.Length, Offset = view.Offset + part.Offset });
            }
        }

        view.Section.DangerousRelease();
        if (error != Win32Error.ERROR_SUCCESS)
        {
            // What could not be mapped again stays reserved, so that its addresses lead to nobody else's memory.
            throw WindowsErrors.Translate(error, failure with { Call = "MapViewOfFile3" });
        }

        ViewMapper.Free(view.Address + (nint)hole.Offset);
        foreach (MapRange part in kept)
        {
            _ = own.IsEmpty ? 0 : SetProtection(view, part, MapProtection.ReadWrite);
        }

        own.Restore(view.Address);
        foreach ((MapRange range, MapProtection protection) in protections)
        {
            foreach (MapRange part in kept)
            {
                SetProtection(view, range.Intersect(part), protection);
            }
        }
    }

    /// <summary>Maps a private view again at the same place, with its changes except those in a part.</summary>
    private void ShowOriginal(View view, MapRange part, NativeFailure failure)
    {
        if (!view.HasPlaceholder)
        {
            throw MapPlatform.NotSupported("Dropping changes of a private map", "Remove the map, and map the file again. Windows 10 1803 and later can do it for most maps.");
        }

        OwnBytes own = OwnBytes.Save(this, view, view.Length, isAny: true, except: part);
        IReadOnlyList<(MapRange Range, MapProtection Protection)> protections = ReadProtections(view.Address, view.Length);
        int error = ViewMapper.UnmapToPlaceholder(view);
        if (error == Win32Error.ERROR_SUCCESS && ViewMapper.TryReplace(view.Section, view.Offset, view.Length, view.Access, view.Address, out error) == 0 && _views.Remove(view))
        {
            view.Section.DangerousRelease();
        }

        if (error != Win32Error.ERROR_SUCCESS)
        {
            throw WindowsErrors.Translate(error, failure);
        }

        _ = SetProtection(view, new MapRange(0, view.Length), MapProtection.ReadWrite);
        own.Restore(view.Address);
        foreach ((MapRange range, MapProtection protection) in protections)
        {
            _ = SetProtection(view, range, protection);
        }
    }
}
