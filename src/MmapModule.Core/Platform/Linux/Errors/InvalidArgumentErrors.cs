using System.Globalization;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>Words EINVAL by naming the parameter that the kernel did not like.</summary>
internal static class InvalidArgumentErrors
{
    internal static (MmapErrorKind Kind, string Message, string Action) Explain(int errno, NativeFailure failure)
    {
        if (errno == Errno.ENAMETOOLONG)
        {
            return Invalid("The name of " + failure.Subject + " is too long.", "A name has at most 255 bytes, a path at most 4095.");
        }

        if (failure.Call == "mmap" && failure.Request is { } request)
        {
            return Map(failure, request);
        }

        return failure.Call switch
        {
            "fcntl" => Invalid(failure.Subject + " does not accept seals (-Seal).", "Only memory files can be sealed: New-MemoryMap -MemoryFile -Seal."),
            "ftruncate" or "fallocate" => Invalid("The size of " + failure.Subject + " cannot be set (-Size).", "Only ordinary files, shared memory and memory files can be given a size."),
            "memfd_create" => Invalid("The kernel does not accept this huge page size (-HugePageSize).", "See /sys/kernel/mm/hugepages for the sizes this machine has."),
            "pwrite" => Invalid(failure.Subject + " cannot be written at an offset.", "Give the path of an ordinary file or a block device; files below /proc and /sys are none."),
            _ => Invalid(failure.Call + " does not accept these arguments for " + failure.Subject + ".", "See man 2 " + failure.Call + "."),
        };
    }

    private static (MmapErrorKind Kind, string Message, string Action) Map(NativeFailure failure, MapRequest request)
    {
        if (request.Flags.HasFlag(MapFlags.HugeTlb))
        {
            return request.Backing is null
                ? Invalid("The kernel has no huge pages of this size (-HugePageSize).", "See /sys/kernel/mm/hugepages for the sizes this machine has.")
                : Invalid("-Flags HugeTlb and -HugePageSize cannot be used with " + failure.Subject + ".", "Use them with -Anonymous or -MemoryFile, or map a file on hugetlbfs without the flag.");
        }

        if (request.Flags.HasFlag(MapFlags.GrowsDown))
        {
            return Invalid("-Flags GrowsDown works with -Anonymous -Private only.", "Leave GrowsDown away, or use -Anonymous -Private.");
        }

        if (request.Flags.HasFlag(MapFlags.Droppable))
        {
            return Invalid("-Flags Droppable works with -Anonymous only (Linux 6.11 or later).", "Leave Droppable away, or use -Anonymous.");
        }

        return Invalid(
            string.Create(CultureInfo.InvariantCulture, $"mmap does not accept this combination of -Protection, -Flags ({request.Flags}) and -Address for {failure.Subject}."),
            "Leave -Flags and -Address away, then add one after the other.");
    }

    private static (MmapErrorKind Kind, string Message, string Action) Invalid(string message, string action) =>
        (MmapErrorKind.InvalidArgument, message, action);
}
