using System;
using System.Globalization;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>The errors for EINVAL, which name the parameter that the kernel rejects.</summary>
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
            "fcntl" => Invalid(failure.Subject + " does not accept seals.", $"Only memory files can be sealed: New-MemoryMap {Option.MemoryFile} {Option.Seal}."),
            "ftruncate" or "fallocate" => Invalid("The size of " + failure.Subject + " cannot be set.", "Only ordinary files, shared memory and memory files can be given a size."),
            "memfd_create" => Invalid("The kernel does not accept this huge page size.", "See /sys/kernel/mm/hugepages for the sizes this machine has."),
            "pwrite" => Invalid(failure.Subject + " cannot be written at an offset.", "Give the path of an ordinary file or a block device; files below /proc and /sys are not."),
            _ => Invalid(failure.Call + " does not accept these arguments for " + failure.Subject + ".", "See man 2 " + failure.Call + "."),
        };
    }

    private static (MmapErrorKind Kind, string Message, string Action) Map(NativeFailure failure, MapRequest request)
    {
        if (request.Flags.HasFlag(MapFlags.HugeTlb))
        {
            return request.Backing is null
                ? Invalid(FormattableString.Invariant($"The kernel has no huge pages of {request.HugePageSize} bytes."), "See /sys/kernel/mm/hugepages for the sizes this machine has.")
                : Invalid("The flag HugeTlb and a huge page size cannot be used with " + failure.Subject + ".", $"Use {Option.HugePageSize} with {Option.Anonymous} or {Option.MemoryFile}, or map a file on hugetlbfs without it.");
        }

        if (request.Flags.HasFlag(MapFlags.GrowsDown))
        {
            return Invalid("The flag GrowsDown works only with private anonymous memory.", $"Omit GrowsDown, or use {Option.Anonymous} {Option.Private}.");
        }

        if (request.Flags.HasFlag(MapFlags.Droppable))
        {
            return Invalid("The flag Droppable works only with anonymous memory (Linux 6.11 or later).", $"Omit Droppable, or use {Option.Anonymous}.");
        }

        return Invalid(
            string.Create(CultureInfo.InvariantCulture, $"mmap does not accept this combination of protection, flags ({request.Flags}) and address for {failure.Subject}."),
            $"Omit {Option.Flags} and {Option.Address}, then add them one by one.");
    }

    private static (MmapErrorKind Kind, string Message, string Action) Invalid(string message, string action) =>
        (MmapErrorKind.InvalidArgument, message, action);
}
