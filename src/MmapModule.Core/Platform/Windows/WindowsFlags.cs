using System.Collections.Generic;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;

namespace MmapModule.Platform.Windows;

/// <summary>What protections and flags are on Windows.</summary>
internal static class WindowsFlags
{
    /// <summary>Flags that Windows cannot do, and why; docs/platforms.md has the same table. The other flags work, or mean nothing on other systems either.</summary>
    internal static IReadOnlyList<(MapFlags Flag, string Reason)> Unsupported { get; } =
    [
        (MapFlags.HugeTlb, "Large pages need a privilege that no user has by default: use ordinary pages."),
        (MapFlags.GrowsDown, "Only the stacks of threads grow: create the map with its full size."),
        (MapFlags.Droppable, "Windows drops no pages of maps: omit the flag."),
    ];

    /// <summary>The advice that Windows can act upon.</summary>
    internal static IReadOnlyList<MapAdvice> Advice { get; } =
    [
        MapAdvice.WillNeed,
        MapAdvice.PopulateRead,
        MapAdvice.PopulateWrite,
        MapAdvice.Cold,
        MapAdvice.PageOut,
        MapAdvice.DontNeed,
        MapAdvice.DontNeedLocked,
        MapAdvice.Remove,
    ];

    /// <summary>The protection of pages.</summary>
    /// <param name="protection">What is to be allowed; writing includes reading.</param>
    /// <param name="isCopyOnWrite">Whether changes stay in this process.</param>
    internal static uint Page(MapProtection protection, bool isCopyOnWrite)
    {
        bool executes = protection.HasFlag(MapProtection.Execute);
        if (protection.HasFlag(MapProtection.Write))
        {
            return (isCopyOnWrite, executes) switch
            {
                (true, true) => MemoryConstants.PAGE_EXECUTE_WRITECOPY,
                (true, false) => MemoryConstants.PAGE_WRITECOPY,
                (false, true) => MemoryConstants.PAGE_EXECUTE_READWRITE,
                _ => MemoryConstants.PAGE_READWRITE,
            };
        }

        return (protection.HasFlag(MapProtection.Read), executes) switch
        {
            (true, true) => MemoryConstants.PAGE_EXECUTE_READ,
            (true, false) => MemoryConstants.PAGE_READONLY,
            (false, true) => MemoryConstants.PAGE_EXECUTE,
            _ => MemoryConstants.PAGE_NOACCESS,
        };
    }

    /// <summary>What a protection of pages allows. Of a guard page the first access is refused.</summary>
    internal static MapProtection Protection(uint page) => (page & MemoryConstants.PAGE_GUARD) != 0 ? MapProtection.None : (page & 0xFF) switch
    {
        MemoryConstants.PAGE_READONLY => MapProtection.Read,
        MemoryConstants.PAGE_READWRITE or MemoryConstants.PAGE_WRITECOPY => MapProtection.ReadWrite,
        MemoryConstants.PAGE_EXECUTE => MapProtection.Execute,
        MemoryConstants.PAGE_EXECUTE_READ => MapProtection.Read | MapProtection.Execute,
        MemoryConstants.PAGE_EXECUTE_READWRITE or MemoryConstants.PAGE_EXECUTE_WRITECOPY => MapProtection.ReadWriteExecute,
        _ => MapProtection.None,
    };

    /// <summary>Throws if a request has a flag that Windows cannot do.</summary>
    internal static void Check(MapRequest request)
    {
        foreach ((MapFlags flag, string reason) in Unsupported)
        {
            if (request.Flags.HasFlag(flag))
            {
                throw MapPlatform.NotSupported("The flag " + flag, reason);
            }
        }

        if (request.Flags.HasFlag(MapFlags.Sync))
        {
            throw ProtectionErrors.NoDax();
        }

        bool isShared = !request.IsPrivate || !request.Protection.HasFlag(MapProtection.Write);
        if (request.Flags.HasFlag(MapFlags.NoReserve) && (request.Backing is not null ? !isShared : request.Protection.HasFlag(MapProtection.Execute)))
        {
            throw MapPlatform.NotSupported("The flag NoReserve for private maps of files, and for memory that can be executed", "Omit the flag: the memory for changes is reserved when the map is created.");
        }
    }
}
