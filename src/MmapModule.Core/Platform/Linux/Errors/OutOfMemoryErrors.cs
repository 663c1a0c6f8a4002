using System;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>Finds out which of its limits the kernel means by ENOMEM, and words it with the limit, the use and the need.</summary>
internal static class OutOfMemoryErrors
{
    internal static (MmapErrorKind Kind, string Message, string Action) Explain(MapRequest? request, long length)
    {
        (string message, string action) = Find(request, length);
        return (MmapErrorKind.OutOfMemory, message, Smaller(request) + " " + action);
    }

    private static (string Message, string Action) Find(MapRequest? request, long length)
    {
        ulong limit = LinuxLimits.AddressSpaceLimit();
        long used = LinuxLimits.AddressSpaceUsed();
        if (IsOver(used, length, limit))
        {
            return (
                Invariant($"{length} bytes of address space are needed, {used} are used, and the limit RLIMIT_AS is {limit}."),
                "Or raise the limit before starting pwsh: ulimit -v (in KiB).");
        }

        limit = LinuxLimits.DataLimit();
        used = LinuxLimits.DataUsed();
        if (request is { IsPrivate: true } && request.Protection.HasFlag(MapProtection.Write) && IsOver(used, length, limit))
        {
            return (
                Invariant($"{length} bytes of private writable memory are needed, {used} are used, and the limit RLIMIT_DATA is {limit}."),
                "Or raise the limit before starting pwsh: ulimit -d (in KiB).");
        }

        if (request is not null && request.Flags.HasFlag(MapFlags.Low32Bit))
        {
            return (
                Invariant($"There is no free range of {length} bytes in the first 2 GiB of the address space (Low32Bit)."),
                "Or omit Low32Bit.");
        }

        used = LinuxLimits.AddressSpaceUsed();
        return length > LinuxLimits.AddressSpace() - used
            ? (
                Invariant($"{length} bytes of address space are needed, {used} are used, and a process has {LinuxLimits.AddressSpace()}."),
                "The size of the address space cannot be raised.")
            : Overcommit(length);
    }

    private static (string Message, string Action) Overcommit(long length)
    {
        OvercommitMode mode = LinuxLimits.Overcommit();
        long limit = LinuxLimits.CommitLimit();
        long used = LinuxLimits.Committed();
        if (mode == OvercommitMode.Never && length > limit - used)
        {
            return (
                Invariant($"{length} bytes of memory are needed, {used} are committed to processes, and the limit is {limit} (vm.overcommit_memory is 2: no overcommitment)."),
                "Or as root raise the limit: sysctl vm.overcommit_ratio, more swap space, or sysctl vm.overcommit_memory=0.");
        }

        long total = LinuxLimits.TotalMemory();
        return mode == OvercommitMode.Heuristic && length > total
            ? (
                Invariant($"{length} bytes of memory are needed, and the machine has {total} with its swap space, of which {LinuxLimits.AvailableMemory()} are available (vm.overcommit_memory is 0)."),
                $"For a large range that stays mostly unused add {Option.Flags} NoReserve, or as root use sysctl vm.overcommit_memory=1.")
            : (
                Invariant($"The kernel does not grant {length} bytes of memory or address space; {LinuxLimits.AvailableMemory()} bytes of memory are available."),
                $"For a large range that stays mostly unused add {Option.Flags} NoReserve; Get-MemoryLimit shows the limits, see also sysctl vm.overcommit_memory.");
    }

    private static bool IsOver(long used, long length, ulong limit) =>
        limit != RLimit.RLIM_INFINITY && (ulong)used + (ulong)length > limit;

    private static string Smaller(MapRequest? request) =>
        request is { Backing: null } ? $"Give a smaller {Option.Size}." : $"Map a smaller part ({Option.Offset} and {Option.Length}).";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
