using System;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>The errors of madvise, mostly EINVAL: the advice does not suit the kind of map.</summary>
internal static class AdviceErrors
{
    internal static MmapException Translate(int errno, MapAdvice advice, NativeFailure failure)
    {
        MapRequest map = failure.Request!;
        return errno switch
        {
            Errno.EINVAL or Errno.EBADF => NotAccepted(errno, advice, map, failure),
            Errno.EACCES when map.IsPrivate => NotAccepted(errno, advice, map, failure),
            Errno.EACCES => Create(
                MmapErrorKind.AccessDenied,
                FormattableString.Invariant($"The advice {advice} changes the file, and the map's protection is {map.Protection}."),
                $"Map the file with {Option.Protection} ReadWrite.",
                errno,
                failure),
            Errno.EPERM when advice is MapAdvice.HwPoison or MapAdvice.SoftOffline => Create(
                MmapErrorKind.NotPermitted,
                FormattableString.Invariant($"The advice {advice} requires the capability CAP_SYS_ADMIN."),
                "Run pwsh as root; it is meant for testing how programs cope with broken memory.",
                errno,
                failure),
            Errno.EBUSY => Create(
                MmapErrorKind.RegionLocked,
                FormattableString.Invariant($"The advice {advice} could not be followed: the kernel has pages of the range in use."),
                "Try again later.",
                errno,
                failure),
            Errno.EAGAIN or Errno.ENOMEM when advice is MapAdvice.Collapse or MapAdvice.PopulateRead or MapAdvice.PopulateWrite => Create(
                MmapErrorKind.OutOfMemory,
                FormattableString.Invariant($"The advice {advice} could not be followed for {failure.Length} bytes: {LinuxLimits.AvailableMemory()} bytes of memory are available."),
                "Give a smaller range, or try again when more memory is free.",
                errno,
                failure),
            _ => LinuxErrors.Translate(errno, failure),
        };
    }

    private static MmapException NotAccepted(int errno, MapAdvice advice, MapRequest map, NativeFailure failure)
    {
        string kind = (map.IsPrivate ? "private " : "shared ") + (map.Backing is null ? "anonymous memory" : "file map");
        (string why, string action) = advice switch
        {
            MapAdvice.Free or MapAdvice.WipeOnFork => ("it works with private anonymous memory only", $"Use DontNeed, or map with {Option.Anonymous} {Option.Private}."),
            MapAdvice.Remove => ("it works with shared writable maps of files and shared memory only", $"Use DontNeed for anonymous memory, or map the file with {Option.Protection} ReadWrite."),
            MapAdvice.Collapse => ("the range has no whole, aligned huge page, or this file system has none", "Give a range of at least one aligned huge page (2 MiB on most machines); see Get-MemoryLimit."),
            MapAdvice.GuardInstall or MapAdvice.GuardRemove => ("guard pages need Linux 6.13 (for files 6.15) and unlocked pages", $"Unlock the range first, or use Set-MemoryMapProtection {Option.Protection} None."),
            MapAdvice.PopulateRead or MapAdvice.PopulateWrite => ("the protection forbids it, or the kernel is older than Linux 5.14", "Check the map's Protection."),
            MapAdvice.DontNeed => ("the range is locked into memory", "Use DontNeedLocked, or Unlock-MemoryMap first."),
            _ => ("this kernel does not have it, or was built without it", "See madvise(2) for the kernel it needs."),
        };
        return Create(
            MmapErrorKind.InvalidArgument,
            FormattableString.Invariant($"The kernel does not accept the advice {advice} for this {kind}: {why}."),
            action,
            errno,
            failure);
    }

    private static MmapException Create(MmapErrorKind kind, string message, string action, int errno, NativeFailure failure) =>
        new(kind, message, action)
        {
            Path = failure.Path,
            NativeCall = failure.Call,
            ErrnoName = Errno.Name(errno),
            Offset = failure.Offset,
            Length = failure.Length,
        };

    /// <summary>Pages are to be sealed where a filter could end the process for trying.</summary>
    internal static MmapException SealNotTried(string? path) => new(
        MmapErrorKind.FlagNotSupported,
        "Pages are not sealed: this process runs under a seccomp filter, which could end it for the call mseal.",
        "If the filter allows mseal or answers it with an error, set the environment variable " + SeccompFilter.TryVariable + "=1 before starting pwsh.")
    {
        NativeCall = "mseal",
        Path = path,
    };
}
