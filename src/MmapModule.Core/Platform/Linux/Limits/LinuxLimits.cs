using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Proc;

namespace MmapModule.Platform.Linux.Limits;

/// <summary>The numbers behind the limits, the one source for errors and for Get-MemoryLimit; read when they are needed.</summary>
internal static class LinuxLimits
{
    /// <summary>What has to stay free beside what is requested: as much again, within these bounds. The lower one is what the runtime takes at any moment.</summary>
    private const long LeastReserve = 32L * 1024 * 1024;
    private const long MostReserve = 256L * 1024 * 1024;
    private const string MemInfo = "/proc/meminfo";
    private const string Status = "/proc/self/status";

    internal static long MaxMapCount() => ProcNumbers.First("/proc/sys/vm/max_map_count") ?? 65530;

    /// <summary>
    /// The lowest address that may be mapped. The kernel lets root go below vm.mmap_min_addr, but .NET needs the first
    /// 64 KiB to stay free: that is how it notices null references.
    /// </summary>
    internal static long MinimumAddress() => Math.Max(ProcNumbers.First("/proc/sys/vm/mmap_min_addr") ?? 0, 65536);

    /// <summary>The size of a huge page where none is given, in bytes; 0 if the kernel has no huge pages.</summary>
    internal static long DefaultHugePageSize() => MemoryInfo("Hugepagesize"u8);

    /// <summary>The size of the address space of a process in bytes.</summary>
    internal static long AddressSpace() => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 1L << 48 : 1L << 47;

    /// <summary>What can be allocated without pushing anybody out, in bytes; a container's limit counts too.</summary>
    internal static long AvailableMemory() => Math.Min(
        MemoryInfo("MemAvailable"u8) + MemoryInfo("SwapFree"u8),
        Math.Min(CgroupMemory.Available(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));

    /// <summary>All memory and swap space that the machine has, in bytes.</summary>
    internal static long TotalMemory() => MemoryInfo("MemTotal"u8) + MemoryInfo("SwapTotal"u8);

    /// <summary>
    /// Whether so much more memory can be filled and leave the system enough for itself. Past that point the kernel would
    /// not report an error but kill a process, most likely this one.
    /// </summary>
    internal static bool HasMemoryFor(long bytes) => AvailableMemory() - bytes >= Math.Clamp(bytes, LeastReserve, MostReserve);

    internal static OvercommitMode Overcommit() =>
        (OvercommitMode)(ProcNumbers.First("/proc/sys/vm/overcommit_memory") ?? (long)OvercommitMode.Heuristic);

    /// <summary>How much memory may be promised to processes under <see cref="OvercommitMode.Never"/>, in bytes.</summary>
    internal static long CommitLimit() => MemoryInfo("CommitLimit"u8);

    /// <summary>How much memory has been promised to processes, in bytes.</summary>
    internal static long Committed() => MemoryInfo("Committed_AS"u8);

    /// <summary>How much address space this process uses, in bytes.</summary>
    internal static long AddressSpaceUsed() => ProcNumbers.Bytes(Status, "VmSize"u8) ?? 0;

    /// <summary>How much private writable memory this process has mapped, in bytes: what RLIMIT_DATA limits.</summary>
    internal static long DataUsed() => ProcNumbers.Bytes(Status, "VmData"u8) ?? 0;

    /// <summary>How much this process has locked into memory, in bytes.</summary>
    internal static long MemoryLocked() => ProcNumbers.Bytes(Status, "VmLck"u8) ?? 0;

    /// <summary>How many mappings this process has; 0 where /proc does not tell.</summary>
    internal static long MapCount() => ProcNumbers.LineCount("/proc/self/maps") ?? 0;

    internal static long OpenDescriptors()
    {
        try
        {
            // Listing takes one itself.
            return Directory.GetFileSystemEntries("/proc/self/fd").Length - 1;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // None is left to list them with.
            return (long)DescriptorLimit();
        }
    }

    /// <summary>How many files the whole system has open, and how many it may have.</summary>
    internal static (long Used, long Limit) SystemFiles() => (
        ProcNumbers.Nth("/proc/sys/fs/file-nr", 0) ?? 0,
        ProcNumbers.Nth("/proc/sys/fs/file-nr", 2) ?? 0);

    /// <summary>The free space for shared memory in bytes; null if there is no /dev/shm.</summary>
    internal static long? SharedMemoryFree()
    {
        try
        {
            return new DriveInfo(LinuxSharedMemory.Folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static ulong MemoryLockLimit() => Get(FileConstants.RLIMIT_MEMLOCK);

    internal static ulong AddressSpaceLimit() => Get(FileConstants.RLIMIT_AS);

    internal static ulong DataLimit() => Get(FileConstants.RLIMIT_DATA);

    internal static ulong DescriptorLimit() => Get(FileConstants.RLIMIT_NOFILE);

    /// <summary>Whether the limit of locked memory does not count for this process (CAP_IPC_LOCK).</summary>
    internal static bool MayLockAnything()
    {
        const string field = "CapEff:";
        const int ipcLock = 14;
        try
        {
            foreach (string line in File.ReadLines(Status))
            {
                if (line.StartsWith(field, StringComparison.Ordinal))
                {
                    return ((ulong.Parse(line.AsSpan(field.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> ipcLock) & 1) != 0;
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Without /proc nobody knows.
        }

        return false;
    }

    /// <summary>A soft limit of getrlimit(2).</summary>
    // SAFETY: the structure is a local variable.
    internal static unsafe ulong Get(int resource)
    {
        RLimit limit;
        return Libc.getrlimit(resource, &limit) == 0 ? limit.rlim_cur : RLimit.RLIM_INFINITY;
    }

    private static long MemoryInfo(ReadOnlySpan<byte> field) => ProcNumbers.Bytes(MemInfo, field) ?? 0;
}
