using System.Runtime.InteropServices;
using MmapModule.Interop.MacOS;

namespace MmapModule.Platform.MacOS;

/// <summary>What protections, flags and advice are on macOS.</summary>
internal static class MacOSFlags
{
    /// <summary>Flags that macOS cannot do, and why; docs/platforms.md has the same table. DenyWrite, Executable, Stack and Uninitialized mean nothing on other systems either.</summary>
    private static readonly (MapFlags Flag, string Reason)[] s_unsupported =
    [
        (MapFlags.HugeTlb, "macOS chooses the size of pages itself: omit it."),
        (MapFlags.GrowsDown, "Only the stacks of threads grow: create the map with its full size."),
        (MapFlags.Sync, "Use Sync-MemoryMap after writing."),
        (MapFlags.Droppable, "Use the advice Free for memory that the system may take back."),
        (MapFlags.SharedValidate, "macOS checks flags anyway: omit it."),
    ];

    /// <summary>The bits of mmap(2) and mprotect(2), which are also those of Mach.</summary>
    internal static int Protection(MapProtection protection) =>
        (protection.HasFlag(MapProtection.Read) ? MMapConstants.PROT_READ : 0)
        | (protection.HasFlag(MapProtection.Write) ? MMapConstants.PROT_WRITE : 0)
        | (protection.HasFlag(MapProtection.Execute) ? MMapConstants.PROT_EXEC : 0);

    /// <summary>What bits of Mach allow.</summary>
    internal static MapProtection Protection(int bits) =>
        ((bits & MachConstants.VM_PROT_READ) != 0 ? MapProtection.Read : MapProtection.None)
        | ((bits & MachConstants.VM_PROT_WRITE) != 0 ? MapProtection.Write : MapProtection.None)
        | ((bits & MachConstants.VM_PROT_EXECUTE) != 0 ? MapProtection.Execute : MapProtection.None);

    /// <summary>The flags of mmap(2) for a request. An address is fixed only where pages of ours are replaced.</summary>
    /// <exception cref="MmapException">PlatformNotSupported for a flag that macOS does not have.</exception>
    internal static int Map(MapRequest request)
    {
        foreach ((MapFlags flag, string reason) in s_unsupported)
        {
            if (request.Flags.HasFlag(flag))
            {
                throw MapPlatform.NotSupported("The flag " + flag, reason);
            }
        }

        bool isLow = request.Flags.HasFlag(MapFlags.Low32Bit);
        if (isLow && RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw MapPlatform.NotSupported("The flag Low32Bit");
        }

        return (request.IsPrivate ? MMapConstants.MAP_PRIVATE : MMapConstants.MAP_SHARED)
            | (request.Backing is null ? MMapConstants.MAP_ANON : 0)
            | (request.Replace ? MMapConstants.MAP_FIXED : 0)
            | (request.Flags.HasFlag(MapFlags.NoReserve) ? MMapConstants.MAP_NORESERVE : 0)
            | (isLow ? MMapConstants.MAP_32BIT : 0);
    }

    /// <summary>The number that madvise(2) has for some advice; null if it has none.</summary>
    internal static int? Advice(MapAdvice advice) => advice switch
    {
        MapAdvice.Normal => MMapConstants.MADV_NORMAL,
        MapAdvice.Random => MMapConstants.MADV_RANDOM,
        MapAdvice.Sequential => MMapConstants.MADV_SEQUENTIAL,
        MapAdvice.WillNeed => MMapConstants.MADV_WILLNEED,
        MapAdvice.Free => MMapConstants.MADV_FREE,
        _ => null,
    };
}
