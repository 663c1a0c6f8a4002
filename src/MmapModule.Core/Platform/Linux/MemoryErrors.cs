using System;
using System.Globalization;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux;

/// <summary>Words the errors about limits, with the limit and the need in numbers.</summary>
internal static class MemoryErrors
{
    internal static (MmapErrorKind Kind, string Message, string Action) NoMemory(NativeFailure failure)
    {
        if (failure.Call is "msync" or "madvise" or "munlock" or "mseal")
        {
            return (
                MmapErrorKind.RangeNotMapped,
                Invariant($"Part of the range of {failure.Length} bytes at offset {failure.Offset} has been unmapped; the rest has been done."),
                "Give the -Offset and -Length of a part that is still mapped.");
        }

        if (failure.Call is "mlock" or "mlock2")
        {
            return LockLimit(failure);
        }

        MapRequest? request = failure.Request;
        if (request is not null && request.Flags.HasFlag(MapFlags.HugeTlb))
        {
            return HugePages(request);
        }

        long maps = LinuxLimits.MapCount();
        if (maps >= LinuxLimits.MaxMapCount() - 1)
        {
            return MapCount(maps, spare: 0);
        }

        return failure.Call is "fallocate" or "memfd_create"
            ? (
                MmapErrorKind.OutOfMemory,
                Invariant($"{failure.Length} bytes of memory are needed for {failure.Subject} and {LinuxLimits.AvailableMemory()} are available; filling them would end in the kernel killing a process."),
                "Give a smaller size, free some memory, or add -Sparse to take memory only for what is written.")
            : OutOfMemory(request, failure.Length ?? request?.Length ?? 0);
    }

    internal static (MmapErrorKind Kind, string Message, string Action) MapCount(long count, long spare) => (
        MmapErrorKind.MapCountLimit,
        Invariant($"The process has {count} mappings and vm.max_map_count allows {LinuxLimits.MaxMapCount()}{(spare == 0 ? string.Empty : Invariant($", of which {spare} are kept for the runtime"))}."),
        "Remove maps (Get-MemoryMap | Remove-MemoryMap), or as root raise the limit: sysctl vm.max_map_count=262144.");

    internal static (MmapErrorKind Kind, string Message, string Action) LockLimit(NativeFailure failure)
    {
        ulong limit = LinuxLimits.Get(FileConstants.RLIMIT_MEMLOCK);
        long locked = LinuxLimits.StatusBytes("VmLck:");
        return (
            MmapErrorKind.MemoryLockLimit,
            Invariant($"Cannot lock {failure.Length ?? failure.Request?.Length} bytes into memory: the limit RLIMIT_MEMLOCK is {Limit(limit)} and {locked} bytes are locked already."),
            "Lock less, or raise the limit before starting pwsh: ulimit -l (in KiB), LimitMEMLOCK= of a systemd unit, or the capability CAP_IPC_LOCK.");
    }

    internal static (MmapErrorKind Kind, string Message, string Action) Descriptors(int errno)
    {
        if (errno == Errno.ENFILE)
        {
            return (
                MmapErrorKind.FileDescriptorLimit,
                "The whole system has as many open files as fs.file-max allows.",
                "Close files, or as root raise the limit: sysctl fs.file-max.");
        }

        ulong limit = LinuxLimits.Get(FileConstants.RLIMIT_NOFILE);
        return (
            MmapErrorKind.FileDescriptorLimit,
            Invariant($"The process has {LinuxLimits.OpenDescriptors()} files open and the limit RLIMIT_NOFILE is {Limit(limit)}; every file map needs one."),
            "Remove maps (Get-MemoryMap | Remove-MemoryMap), or raise the limit before starting pwsh: ulimit -n.");
    }

    private static (MmapErrorKind Kind, string Message, string Action) HugePages(MapRequest request)
    {
        long size = request.HugePageSize != 0 ? request.HugePageSize : LinuxLimits.DefaultHugePageSize();
        long free = LinuxLimits.FreeHugePages(size);
        long need = request.Length / size;
        return (
            MmapErrorKind.HugePagesUnavailable,
            Invariant($"{need} huge pages of {size} bytes are needed and the pool has {free} free."),
            Invariant($"As root: echo {need} > /sys/kernel/mm/hugepages/hugepages-{size / 1024}kB/nr_hugepages (sysctl vm.nr_hugepages for the default size)."));
    }

    private static (MmapErrorKind Kind, string Message, string Action) OutOfMemory(MapRequest? request, long length)
    {
        ulong limit = LinuxLimits.Get(FileConstants.RLIMIT_AS);
        long used = LinuxLimits.StatusBytes("VmSize:");
        if (limit != RLimit.RLIM_INFINITY && (ulong)(used + length) > limit)
        {
            return (
                MmapErrorKind.OutOfMemory,
                Invariant($"{length} bytes of address space are needed, {used} are used, and the limit RLIMIT_AS is {limit}."),
                Smaller(request) + " Or raise the limit before starting pwsh: ulimit -v.");
        }

        if (request is not null && request.Flags.HasFlag(MapFlags.Low32Bit))
        {
            return (
                MmapErrorKind.OutOfMemory,
                Invariant($"There is no free range of {length} bytes in the first 2 GiB of the address space (-Flags Low32Bit)."),
                Smaller(request) + " Or leave Low32Bit away.");
        }

        return (
            MmapErrorKind.OutOfMemory,
            Invariant($"The kernel does not grant {length} bytes of memory or address space; {LinuxLimits.AvailableMemory()} bytes of memory are available."),
            Smaller(request) + " For a large range that stays mostly unused add -Flags NoReserve; see also sysctl vm.overcommit_memory.");
    }

    private static string Smaller(MapRequest? request) =>
        request is { Backing: null } ? "Give a smaller -Size." : "Map a smaller part (-Offset and -Length).";

    private static string Limit(ulong value) =>
        value == RLimit.RLIM_INFINITY ? "unlimited" : value.ToString(CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
