using System.Globalization;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>The errors for EACCES, EROFS and EPERM: who forbids it, and what would be allowed.</summary>
internal static class AccessErrors
{
    private static volatile bool s_hasSealedPages;

    /// <summary>Whether pages of any map have been sealed in this process. Only then EPERM can come from that.</summary>
    internal static bool HasSealedPages
    {
        get => s_hasSealedPages;
        set => s_hasSealedPages = value;
    }

    internal static (MmapErrorKind Kind, string Message, string Action) Denied(int errno, NativeFailure failure)
    {
        if (IsNoExec(failure))
        {
            return NoExec(failure);
        }

        if (failure.Call is "unlink")
        {
            return (
                MmapErrorKind.AccessDenied,
                failure.Subject + " cannot be removed: " + (errno == Errno.EROFS ? "its file system is mounted read-only." : "this user may not change its folder."),
                "Remove it as a user who may change the folder /dev/shm, such as root.");
        }

        if (errno == Errno.EROFS)
        {
            return (
                MmapErrorKind.AccessDenied,
                failure.Subject + " is on a file system that is mounted read-only.",
                ReadAdvice(failure) ?? "Use a file on another file system.");
        }

        if (failure.Call is "mmap" or "mprotect")
        {
            return (
                MmapErrorKind.AccessDenied,
                "The handle of " + failure.Subject + " was not opened in the way that the protection " + failure.Request?.Protection + " requires.",
                $"Every map needs a handle that can be read; shared writing also needs one that can be written (and a file that is not append-only). {Option.Private} needs only reading.");
        }

        return (
            MmapErrorKind.AccessDenied,
            "Access to " + failure.Subject + (failure.ForWriting ? " for writing" : string.Empty) + " is denied.",
            failure.ForWriting && ReadAdvice(failure) is { } advice
                ? advice + " Its owner or root may let this user write it."
                : "Check the permissions of " + (failure.SharedName is null ? "the file and of the folders above it (ls -l)." : "the object (Get-SharedMemory shows owner and mode); its owner or root may change them with chmod, below /dev/shm."));
    }

    /// <summary>What this user may do with a file that he may not write; null if it is nothing, or if there is no such file yet.</summary>
    // SAFETY: the path is pinned and ends with a zero byte.
    private static unsafe string? ReadAdvice(NativeFailure failure)
    {
        if (failure.Path is null)
        {
            return null;
        }

        fixed (byte* path = LinuxFile.NativePath(failure.Path))
        {
            return Libc.faccessat(FileConstants.AT_FDCWD, path, FileConstants.R_OK, CacheConstants.AT_EACCESS) == 0
                ? $"It can be read: a map with {Option.Protection} Read works, and one with {Option.Private}, whose changes stay in this process."
                : null;
        }
    }

    internal static (MmapErrorKind Kind, string Message, string Action) NotPermitted(NativeFailure failure)
    {
        if (IsNoExec(failure))
        {
            return NoExec(failure);
        }

        // Seals of the file are EACCES here, or have been refused at mmap already. Where no pages were sealed it is a sandbox.
        if (failure.Call is "munmap" or "mprotect" or "mremap")
        {
            return HasSealedPages ? SealedPages() : Forbidden(failure);
        }

        if (failure.Call is "mlock" or "mlock2")
        {
            return MemoryErrors.MayLockNothing() ? MemoryErrors.LockLimit(failure) : Forbidden(failure);
        }

        if (failure.Call is "fcntl" && failure.Backing is { IsWritable: false } reader && !LinuxFile.Seals(reader.File).HasFlag(MapSeals.Seal))
        {
            return (
                MmapErrorKind.AccessDenied,
                failure.Subject + " was opened for reading only, and sealing needs a handle that can write.",
                $"Map it with {Option.Protection} ReadWrite, or seal it through the map that created it.");
        }

        // That no more seals can be added, as with all shared memory, forbids nothing else.
        if (failure.Backing is { } backing && LinuxFile.Seals(backing.File) is not MapSeals.None and var seals && (failure.Call is "fcntl" || seals != MapSeals.Seal))
        {
            return (
                MmapErrorKind.Sealed,
                failure.Subject + " is a sealed memory file (" + seals + "), which forbids this.",
                failure.Call is "mmap"
                    ? $"Map it with {Option.Protection} Read, or with {Option.Private} to change a copy in memory only."
                    : "A seal cannot be removed; create a new memory file.");
        }

        if (failure.Call is "madvise" && HasSealedPages)
        {
            return SealedPages();
        }

        if (failure.Call is "fcntl")
        {
            return (
                MmapErrorKind.Sealed,
                failure.Subject + " does not accept seals: only memory files can be sealed.",
                $"Use New-MemoryMap {Option.MemoryFile} {Option.Seal}.");
        }

        if (failure.Call is "mmap" && failure.Request is { } request)
        {
            if (request.Flags.HasFlag(MapFlags.Locked))
            {
                return MemoryErrors.LockLimit(failure);
            }

            bool isBound = (request.Flags & (MapFlags.Fixed | MapFlags.FixedNoReplace)) != 0;
            if (isBound && request.Address < (ulong)LinuxLimits.MinimumAddress())
            {
                return LowAddress(request.Address);
            }
        }

        if (failure.Call is "unlink")
        {
            return (
                MmapErrorKind.NotPermitted,
                failure.Subject + " belongs to another user; in /dev/shm only the owner of an object and root may remove it.",
                "Get-SharedMemory shows the owner; remove it as that user or as root.");
        }

        return Forbidden(failure);
    }

    private static (MmapErrorKind Kind, string Message, string Action) Forbidden(NativeFailure failure) => (
        MmapErrorKind.NotPermitted,
        "The kernel does not permit " + failure.Call + " for " + failure.Subject + ".",
        "It may need root or a capability, or a sandbox or security module forbids it (see dmesg).");

    private static (MmapErrorKind Kind, string Message, string Action) SealedPages() => (
        MmapErrorKind.Sealed,
        "Pages of the map have been sealed (mseal), so they cannot be unmapped, moved, protected or discarded until the process ends.",
        "Start a new pwsh to be free of them.");

    private static (MmapErrorKind Kind, string Message, string Action) LowAddress(ulong address) => (
        MmapErrorKind.LowAddress,
        string.Create(CultureInfo.InvariantCulture, $"The address 0x{address:X} is below the lowest one that can be mapped, 0x{LinuxLimits.MinimumAddress():X} (vm.mmap_min_addr)."),
        $"Give a higher {Option.Address}, or omit it.");

    private static bool IsNoExec(NativeFailure failure) =>
        failure.Call is "mmap" or "mprotect"
        && failure.Request is { } request
        && request.Protection.HasFlag(MapProtection.Execute)
        && request.Backing is { } backing
        && LinuxFile.IsNoExec(backing.File);

    private static (MmapErrorKind Kind, string Message, string Action) NoExec(NativeFailure failure) => (
        MmapErrorKind.NoExecMount,
        failure.Subject + " is on a file system that is mounted noexec, so it cannot be mapped with Execute.",
        "Omit Execute, or copy the file to a file system without noexec.");
}
