using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Views;

namespace MmapModule.Platform.Windows;

/// <content>Protection of pages, and what is known of them.</content>
internal sealed partial class WindowsPlatform
{
    /// <inheritdoc/>
    public void Protect(nint address, long length, MapRequest wanted, long offset)
    {
        foreach (View view in _views.In(address, length))
        {
            MapRange part = view.From(view.Address).Intersect(new MapRange(0, length).Shift(address - view.Address));
            int error = SetProtection(view, part, wanted.Protection);
            if (error is Win32Error.ERROR_INVALID_PARAMETER or Win32Error.ERROR_ACCESS_DENIED && Exceeds(wanted.Protection, WindowsFlags.Protection(view.Access)))
            {
                throw ProtectionErrors.MoreThanMapped(wanted, WindowsFlags.Protection(view.Access), offset, length);
            }

            if (error != Win32Error.ERROR_SUCCESS)
            {
                throw WindowsErrors.Translate(error, new NativeFailure { Call = "VirtualProtect", Path = wanted.Backing?.Path, Offset = offset, Length = length });
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<(MapRange Range, MapProtection Protection)> ReadProtections(nint address, long length)
    {
        List<(MapRange Range, MapProtection Protection)> found = [];
        foreach ((MapRange range, MemoryBasicInformation part) in Query(address, length))
        {
            found.Add((range, part.State == MemoryConstants.MEM_COMMIT ? WindowsFlags.Protection(part.Protect) : IsThere(part) ? MapProtection.ReadWrite : MapProtection.None));
        }

        return found;
    }

    /// <inheritdoc/>
    public bool IsMapped(nint address, long length)
    {
        foreach ((MapRange _, MemoryBasicInformation part) in Query(address, length))
        {
            if (!IsThere(part))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void SealPages(nint address, long length, string? path, long offset) =>
        throw MapPlatform.NotSupported("Sealing pages", "Windows has no such thing: omit it.");

    /// <inheritdoc/>
    public IReadOnlyList<MapRange> PrivatePages(nint address, long length)
    {
        List<MapRange> found = [];
        foreach (View view in _views.In(address, length))
        {
            AddPrivatePages(view, address, view.From(address).Intersect(new MapRange(0, length)), found);
        }

        return found;
    }

    /// <summary>Changes what pages of a view allow; the code if that fails.</summary>
    internal static int SetProtection(View view, MapRange part, MapProtection protection)
    {
        uint page = WindowsFlags.Page(protection, view.IsCopyOnWrite);
        int error = part.Length == 0 ? Win32Error.ERROR_SUCCESS : SetProtection(view.Address + (nint)part.Offset, part.Length, page);
        if (error == Win32Error.ERROR_INVALID_ADDRESS)
        {
            // Pages that have no memory yet cannot be protected, and the map itself knows what may be done with them.
            foreach ((MapRange range, MemoryBasicInformation found) in Query(view.Address + (nint)part.Offset, part.Length))
            {
                error = !IsThere(found) ? Win32Error.ERROR_INVALID_ADDRESS
                    : found.State == MemoryConstants.MEM_COMMIT ? SetProtection(view.Address + (nint)(part.Offset + range.Offset), range.Length, page)
                    : Win32Error.ERROR_SUCCESS;
                if (error != Win32Error.ERROR_SUCCESS)
                {
                    break;
                }
            }
        }

        return error;
    }

    /// <summary>Acts while all of a view can be read. Protections are set back, though a view that is about to go needs them no more.</summary>
    internal void WhileReadable(View view, Action act)
    {
        List<(MapRange Range, MapProtection Protection)> hidden = [];
        foreach ((MapRange range, MapProtection protection) in ReadProtections(view.Address, view.Length))
        {
            if (!protection.HasFlag(MapProtection.Read) && SetProtection(view, range, MapProtection.Read) == Win32Error.ERROR_SUCCESS)
            {
                hidden.Add((range, protection));
            }
        }

        try
        {
            act();
        }
        finally
        {
            foreach ((MapRange range, MapProtection protection) in hidden)
            {
                _ = SetProtection(view, range, protection);
            }
        }
    }

    /// <summary>Adds the pages of a view that are its own: all that memory has, of a file those that have become copies.</summary>
    private void AddPrivatePages(View view, nint address, MapRange part, List<MapRange> found)
    {
        foreach ((MapRange piece, MemoryBasicInformation page) in Query(address + (nint)part.Offset, part.Length))
        {
            MapRange range = piece.Shift(part.Offset);
            uint protection = page.Protect & 0xFF;
            if (page.State != MemoryConstants.MEM_COMMIT)
            {
                continue;
            }

            // Windows gives a page that has become a copy the ordinary protection instead of copy-on-write.
            if (!view.IsCopyOnWrite || protection is MemoryConstants.PAGE_READWRITE or MemoryConstants.PAGE_EXECUTE_READWRITE)
            {
                AddRange(found, range);
            }
            else
            {
                bool tellsAll = protection is MemoryConstants.PAGE_WRITECOPY or MemoryConstants.PAGE_EXECUTE_WRITECOPY;
                WorkingSet.AddPrivate(address, range, PageSize, mayBeElsewhere: !tellsAll, AddTo(found));
            }
        }
    }

    /// <summary>Copies what no file and no other view has: memory, and the changed pages of a private map.</summary>
    private void CopyOwn(View view, nint destination, long length)
    {
        OwnBytes.Save(this, view, length, isAny: view.HasOwnBytes).Restore(destination);
    }

    private static Action<MapRange> AddTo(List<MapRange> found) => range => AddRange(found, range);

    /// <summary>Adds a range, which may continue the last one.</summary>
    private static void AddRange(List<MapRange> found, MapRange range)
    {
        if (found.Count > 0 && found[^1].End == range.Offset)
        {
            found[^1] = found[^1].To(range.End);
        }
        else
        {
            found.Add(range);
        }
    }

    private static bool Exceeds(MapProtection wanted, MapProtection granted) => (wanted & ~granted) != 0;

    /// <summary>It is mapped, though it may have no memory yet.</summary>
    private static bool IsThere(MemoryBasicInformation part) =>
        part.State == MemoryConstants.MEM_COMMIT || (part.State == MemoryConstants.MEM_RESERVE && part.Type == MemoryConstants.MEM_MAPPED);

    // SAFETY: the number is a local variable; the caller keeps the pages mapped.
    private static unsafe int SetProtection(nint address, long length, uint page)
    {
        uint old;
        return Kernel32.VirtualProtect(address, (nuint)length, page, &old) != 0 ? Win32Error.ERROR_SUCCESS : Marshal.GetLastPInvokeError();
    }

    /// <summary>What there is at addresses, part by part, relative to the first one.</summary>
    private static List<(MapRange Range, MemoryBasicInformation Part)> Query(nint address, long length)
    {
        List<(MapRange Range, MemoryBasicInformation Part)> parts = [];
        for (long done = 0; done < length;)
        {
            MemoryBasicInformation part = QueryOne(address + (nint)done);
            long end = part.RegionSize == 0 ? length : Math.Min(length, part.BaseAddress + (long)part.RegionSize - address);
            parts.Add((new MapRange(done, end - done), part));
            done = end;
        }

        return parts;
    }

    // SAFETY: the structure is a local variable; the address is only looked up.
    private static unsafe MemoryBasicInformation QueryOne(nint address)
    {
        MemoryBasicInformation part;
        return Kernel32.VirtualQuery(address, &part, (nuint)sizeof(MemoryBasicInformation)) != 0 ? part : new MemoryBasicInformation { State = MemoryConstants.MEM_FREE };
    }
}
