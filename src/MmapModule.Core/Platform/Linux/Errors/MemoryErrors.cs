using System;
using System.Globalization;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>The errors about limits, with the limit and the need in numbers.</summary>
internal static class MemoryErrors
{
    internal static (MmapErrorKind Kind, string Message, string Action) NoMemory(NativeFailure failure)
    {
        if (failure.Call is "msync" or "madvise" or "munlock" or "mseal")
        {
            return (
                MmapErrorKind.RangeNotMapped,
                Invariant($"Part of the range of {failure.Length} bytes at offset {failure.Offset} has been unmapped; the rest was processed."),
                $"Give the {Option.Offset} and {Option.Length} of a part that is still mapped.");
        }

        if (failure.Call is "mincore")
        {
            return (
                MmapErrorKind.RangeNotMapped,
                "Part of the range was unmapped while it was examined.",
                $"Try again, or give the {Option.Offset} and {Option.Length} of a part that is still mapped.");
        }

        if (failure.Call is "mlock" or "mlock2")
        {
            return LockLimit(failure);
        }

        MapRequest? request = failure.Request;
        if (request is not null && request.Flags.HasFlag(MapFlags.HugeTlb))
        {
            return HugePages(request.HugePageSize != 0 ? request.HugePageSize : LinuxLimits.DefaultHugePageSize(), request.Length);
        }

        long maps = LinuxLimits.MapCount();
        if (maps >= LinuxLimits.MaxMapCount() - 1)
        {
            return MapCount(maps, spare: 0);
        }

        return failure.Call is "fallocate" or "memfd_create"
            ? (
                MmapErrorKind.OutOfMemory,
                Invariant($"{failure.Length} bytes of memory are needed for {failure.Subject} and {LinuxLimits.AvailableMemory()} are available; filling them would make the kernel kill a process."),
                $"Give a smaller size, free some memory, or add {Option.Sparse} to use memory only for what is written.")
            : OutOfMemoryErrors.Explain(request, failure.Length ?? request?.Length ?? 0);
    }

    internal static (MmapErrorKind Kind, string Message, string Action) MapCount(long count, long spare) => (
        MmapErrorKind.MapCountLimit,
        Invariant($"The process has {count} mappings and vm.max_map_count allows {LinuxLimits.MaxMapCount()}{(spare == 0 ? string.Empty : Invariant($", of which {spare} are kept for the runtime"))}."),
        "Remove maps (Get-MemoryMap | Remove-MemoryMap), or as root raise the limit: sysctl vm.max_map_count=262144.");

    /// <summary>Whether so many bytes more would be above the limit; it does not count for whoever has CAP_IPC_LOCK.</summary>
    internal static bool IsOverLockLimit(long length)
    {
        ulong limit = LinuxLimits.MemoryLockLimit();
        return limit != RLimit.RLIM_INFINITY && (ulong)LinuxLimits.MemoryLocked() + (ulong)length > limit && !LinuxLimits.MayLockAnything();
    }

    /// <summary>Only then does the kernel itself answer EPERM; above a limit it says ENOMEM or EAGAIN. Otherwise it is a sandbox.</summary>
    internal static bool MayLockNothing() => LinuxLimits.MemoryLockLimit() == 0 && !LinuxLimits.MayLockAnything();

    internal static (MmapErrorKind Kind, string Message, string Action) LockLimit(NativeFailure failure)
    {
        ulong limit = LinuxLimits.MemoryLockLimit();
        long locked = LinuxLimits.MemoryLocked();
        return (
            MmapErrorKind.MemoryLockLimit,
            Invariant($"Cannot lock {failure.Length ?? failure.Request?.Length} bytes into memory: the limit RLIMIT_MEMLOCK is {Limit(limit)} and {locked} bytes are already locked."),
            "Lock less, or raise the limit before starting pwsh: ulimit -l (in KiB), LimitMEMLOCK= of a systemd unit, or the capability CAP_IPC_LOCK.");
    }

    internal static (MmapErrorKind Kind, string Message, string Action) Descriptors(int errno)
    {
        if (errno == Errno.ENFILE)
        {
            (long used, long systemLimit) = LinuxLimits.SystemFiles();
            return (
                MmapErrorKind.FileDescriptorLimit,
                Invariant($"The whole system has {used} files open and fs.file-max allows {systemLimit}; every file map needs one."),
                "Close files, or as root raise the limit: sysctl fs.file-max.");
        }

        ulong limit = LinuxLimits.DescriptorLimit();
        return (
            MmapErrorKind.FileDescriptorLimit,
            Invariant($"The process has {LinuxLimits.OpenDescriptors()} files open and the limit RLIMIT_NOFILE is {Limit(limit)}, of which {DescriptorReserve.Of(limit)} are kept for the shell. Every file map needs one until it is removed, and it stays open as long as a variable holds the map, a region or a hit of a search in it."),
            "Keep what you need of the hits instead of the hits, for example: | ForEach-Object { \"$($_.Map.Path) $($_.Offset)\" }. Or remove maps that are no longer needed (Remove-MemoryMap), or raise the limit before starting pwsh, for example: ulimit -n 65536.");
    }

    internal static (MmapErrorKind Kind, string Message, string Action) HugePages(long size, long length)
    {
        HugePagePool pool = HugePagePools.Of(size);
        if (pool.Size == 0)
        {
            return (
                MmapErrorKind.HugePagesUnavailable,
                "This kernel has no huge pages.",
                $"Omit {Option.HugePageSize} and {Option.Flags} HugeTlb.");
        }

        long need = MapRange.AlignUp(length, size) / size;
        return (
            MmapErrorKind.HugePagesUnavailable,
            Invariant($"{need} huge pages of {pool.Size} bytes are needed and the pool has {pool.Available} available of {pool.Total}."),
            Invariant($"As root: echo {pool.Total - pool.Available + need} > /sys/kernel/mm/hugepages/hugepages-{pool.Size / 1024}kB/nr_hugepages (sysctl vm.nr_hugepages for the default size)."));
    }

    private static string Limit(ulong value) =>
        value == RLimit.RLIM_INFINITY ? "unlimited" : value.ToString(CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
