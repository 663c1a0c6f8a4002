using System.Numerics;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux;

/// <summary>Turns protection and flags into the numbers of mmap(2).</summary>
internal static partial class LinuxFlags
{
    internal static int Protection(MapProtection protection) =>
        (protection.HasFlag(MapProtection.Read) ? MMapConstants.PROT_READ : 0)
        | (protection.HasFlag(MapProtection.Write) ? MMapConstants.PROT_WRITE : 0)
        | (protection.HasFlag(MapProtection.Execute) ? MMapConstants.PROT_EXEC : 0);

    internal static int Map(MapRequest request)
    {
        MapFlags flags = request.Flags;

        // Plain MAP_SHARED ignores flags it does not know, so Sync asks for validation.
        bool validate = flags.HasFlag(MapFlags.SharedValidate) || flags.HasFlag(MapFlags.Sync);
        int value = flags.HasFlag(MapFlags.Droppable) ? MMapConstants.MAP_DROPPABLE
            : request.IsPrivate ? MMapConstants.MAP_PRIVATE
            : validate && request.Backing is not null ? MMapConstants.MAP_SHARED_VALIDATE
            : MMapConstants.MAP_SHARED;
        if (request.Backing is null)
        {
            value |= MMapConstants.MAP_ANONYMOUS;
        }

        if (flags.HasFlag(MapFlags.Fixed) || flags.HasFlag(MapFlags.FixedNoReplace))
        {
            value |= request.Replace ? MMapConstants.MAP_FIXED : MMapConstants.MAP_FIXED_NOREPLACE;
        }

        if (flags.HasFlag(MapFlags.HugeTlb) && request.HugePageSize != 0)
        {
            value |= BitOperations.Log2((ulong)request.HugePageSize) << MMapConstants.MAP_HUGE_SHIFT;
        }

        return value | Simple(flags);
    }

    private static int Simple(MapFlags flags)
    {
        if (flags.HasFlag(MapFlags.Low32Bit) && RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw MapPlatform.NotSupported("The flag Low32Bit");
        }

        return Bit(flags, MapFlags.DenyWrite, MMapConstants.MAP_DENYWRITE)
            | Bit(flags, MapFlags.Executable, MMapConstants.MAP_EXECUTABLE)
            | Bit(flags, MapFlags.NoReserve, MMapConstants.MAP_NORESERVE)
            | Bit(flags, MapFlags.Locked, MMapConstants.MAP_LOCKED)
            | Bit(flags, MapFlags.GrowsDown, MMapConstants.MAP_GROWSDOWN)
            | Bit(flags, MapFlags.Stack, MMapConstants.MAP_STACK)
            | Bit(flags, MapFlags.Low32Bit, MMapConstants.MAP_32BIT)
            | Bit(flags, MapFlags.Populate, MMapConstants.MAP_POPULATE)
            | Bit(flags, MapFlags.NonBlock, MMapConstants.MAP_NONBLOCK)
            | Bit(flags, MapFlags.HugeTlb, MMapConstants.MAP_HUGETLB)
            | Bit(flags, MapFlags.Sync, MMapConstants.MAP_SYNC)
            | Bit(flags, MapFlags.Uninitialized, MMapConstants.MAP_UNINITIALIZED);
    }

    private static int Bit(MapFlags flags, MapFlags flag, int value) => flags.HasFlag(flag) ? value : 0;
}
