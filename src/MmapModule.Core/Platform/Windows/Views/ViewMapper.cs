using System;
using System.Runtime.InteropServices;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Views;

/// <summary>Maps and unmaps views, with placeholders where the system has them: a placeholder keeps addresses while there is no view at them.</summary>
internal static unsafe class ViewMapper
{
    /// <summary>The last address of the first 2 GiB.</summary>
    private const nint LastLowAddress = int.MaxValue;

    private static volatile bool s_hasNoPlaceholders;

    /// <summary>Maps a part of a section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="offset">Where the view starts in it; a multiple of 64 KiB.</param>
    /// <param name="length">In whole pages; only the last one may reach past the end of the section.</param>
    /// <param name="protection">PAGE_ protection.</param>
    /// <param name="address">Where; 0 for anywhere.</param>
    /// <param name="isLow">Below 2 GiB.</param>
    /// <param name="hasPlaceholder">Whether parts of the view can be unmapped.</param>
    /// <param name="error">The code if it failed.</param>
    /// <returns>The address; 0 if it failed.</returns>
    // SAFETY: the addresses are free or placeholders; the system checks that.
    internal static nint TryMap(Section section, long offset, long length, uint protection, nint address, bool isLow, out bool hasPlaceholder, out int error)
    {
        hasPlaceholder = false;
        nint place = s_hasNoPlaceholders ? 0 : TryReserve(address, length, isLow);
        if (place != 0)
        {
            nint view = TryReplace(section, offset, length, protection, place, out error);
            if (view != 0)
            {
                hasPlaceholder = true;
                return view;
            }

            _ = Kernel32.VirtualFree(place, 0, MemoryConstants.MEM_RELEASE);
        }

        if (isLow)
        {
            error = s_hasNoPlaceholders ? Win32Error.ERROR_CALL_NOT_IMPLEMENTED : Win32Error.ERROR_NOT_ENOUGH_MEMORY;
            return 0;
        }

        uint access = Access(protection);
        long count = Math.Min(length, section.Length - offset);
        nint plain = Kernel32.MapViewOfFileEx(section, access, (uint)(offset >> 32), (uint)offset, (nuint)count, address);
        error = plain == 0 ? Marshal.GetLastPInvokeError() : Win32Error.ERROR_SUCCESS;
        return plain;
    }

    /// <summary>Maps in the place of a placeholder of the same length; 0 and the code if that fails.</summary>
    // SAFETY: as above.
    internal static nint TryReplace(Section section, long offset, long length, uint protection, nint place, out int error)
    {
        long count = Math.Min(length, section.Length - offset);
        nint view = KernelBase.MapViewOfFile3(section, Kernel32.GetCurrentProcess(), place, (ulong)offset, (nuint)count, MemoryConstants.MEM_REPLACE_PLACEHOLDER, protection, null, 0);
        error = view == 0 ? Marshal.GetLastPInvokeError() : Win32Error.ERROR_SUCCESS;
        return view;
    }

    /// <summary>Unmaps a view, and frees its addresses.</summary>
    // SAFETY: nobody uses the view any more.
    internal static int Unmap(View view) =>
        Kernel32.UnmapViewOfFile(view.Address) != 0 ? Win32Error.ERROR_SUCCESS : Marshal.GetLastPInvokeError();

    /// <summary>Unmaps a view, and keeps its addresses as a placeholder.</summary>
    // SAFETY: as above.
    internal static int UnmapToPlaceholder(View view) =>
        KernelBase.UnmapViewOfFile2(Kernel32.GetCurrentProcess(), view.Address, MemoryConstants.MEM_PRESERVE_PLACEHOLDER) != 0 ? Win32Error.ERROR_SUCCESS : Marshal.GetLastPInvokeError();

    /// <summary>Makes a placeholder of its own of a part of one; the parts around it are two others.</summary>
    // SAFETY: there is nothing but a placeholder.
    internal static int Split(nint address, long length) =>
        Kernel32.VirtualFree(address, (nuint)length, MemoryConstants.MEM_RELEASE | MemoryConstants.MEM_PRESERVE_PLACEHOLDER) != 0 ? Win32Error.ERROR_SUCCESS : Marshal.GetLastPInvokeError();

    /// <summary>Frees the addresses of a placeholder.</summary>
    // SAFETY: as above.
    internal static void Free(nint address) => _ = Kernel32.VirtualFree(address, 0, MemoryConstants.MEM_RELEASE);

    // SAFETY: the parameter and the structure that it points to are local variables.
    private static nint TryReserve(nint address, long length, bool isLow)
    {
        AddressRequirements low = new() { HighestEndingAddress = LastLowAddress };
        ExtendedParameter parameter = new() { Type = ExtendedParameter.AddressRequirements, Pointer = &low };
        try
        {
            return KernelBase.VirtualAlloc2(
                Kernel32.GetCurrentProcess(),
                address,
                (nuint)length,
                MemoryConstants.MEM_RESERVE | MemoryConstants.MEM_RESERVE_PLACEHOLDER,
                MemoryConstants.PAGE_NOACCESS,
                isLow ? &parameter : null,
                isLow ? 1U : 0);
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            // Windows before 10 1803.
            s_hasNoPlaceholders = true;
            return 0;
        }
    }

    private static uint Access(uint protection) => protection switch
    {
        MemoryConstants.PAGE_WRITECOPY => MemoryConstants.FILE_MAP_COPY,
        MemoryConstants.PAGE_READWRITE => MemoryConstants.FILE_MAP_WRITE | MemoryConstants.FILE_MAP_READ,
        MemoryConstants.PAGE_EXECUTE_READ => MemoryConstants.FILE_MAP_READ | MemoryConstants.FILE_MAP_EXECUTE,
        MemoryConstants.PAGE_EXECUTE_READWRITE => MemoryConstants.FILE_MAP_WRITE | MemoryConstants.FILE_MAP_READ | MemoryConstants.FILE_MAP_EXECUTE,
        MemoryConstants.PAGE_EXECUTE_WRITECOPY => MemoryConstants.FILE_MAP_COPY | MemoryConstants.FILE_MAP_EXECUTE,
        _ => MemoryConstants.FILE_MAP_READ,
    };
}
