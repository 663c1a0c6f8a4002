using System;
using System.Globalization;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Files;

namespace MmapModule.Platform.MacOS.Errors;

/// <summary>The only translator from the error numbers of macOS to an error kind, a sentence and advice.</summary>
internal static class MacOSErrors
{
    /// <summary>The error for a number.</summary>
    /// <param name="errno">What the call left in errno.</param>
    /// <param name="failure">What failed.</param>
    internal static MmapException Translate(int errno, NativeFailure failure) =>
        failure.ToError(SharedMemoryErrors.Explain(errno, failure) ?? Explain(errno, failure), Errno.Name(errno));

    /// <summary>The error number that says the same as the result of a Mach call.</summary>
    internal static int OfMach(int result) => result switch
    {
        MachConstants.KERN_PROTECTION_FAILURE => Errno.EACCES,
        MachConstants.KERN_NO_SPACE or MachConstants.KERN_RESOURCE_SHORTAGE => Errno.ENOMEM,
        MachConstants.KERN_INVALID_ADDRESS or MachConstants.KERN_MEMORY_FAILURE or MachConstants.KERN_MEMORY_ERROR => Errno.EFAULT,
        _ => Errno.EINVAL,
    };

    private static (MmapErrorKind Kind, string Message, string Action) Explain(int errno, NativeFailure failure) => errno switch
    {
        Errno.ENOENT => (
            MmapErrorKind.PathNotFound,
            "Cannot find " + failure.Subject + ".",
            failure.Call is "open" ? $"Check the spelling of the path; New-MemoryMap {Option.Size} creates a new file in an existing folder." : "Check the spelling of the path."),
        Errno.ENOTDIR => (MmapErrorKind.PathNotFound, "A part of the path " + failure.Subject + " is not a folder.", "Check the spelling of the path."),
        Errno.ELOOP => (MmapErrorKind.PathNotFound, "The symbolic links of " + failure.Subject + " form a loop.", "Check the links with ls -l."),
        Errno.EACCES or Errno.EPERM or Errno.EROFS => Denied(errno, failure),
        Errno.ENODEV or Errno.EISDIR or Errno.ENXIO when failure.Backing is not { Type: BackingType.RegularFile } => NotMappable(failure),
        Errno.ENODEV => NotMappable(failure),
        Errno.ENXIO => (MmapErrorKind.NoSuchRange, "The device behind " + failure.Subject + " does not exist or has no such range.", "Check that the device is present."),
        Errno.EIO when failure.Call is "msync" or "fsync" or "fcntl(F_FULLFSYNC)" => (
            MmapErrorKind.WritebackFailed,
            "macOS could not write changed pages of " + failure.Subject + " to the device (" + failure.Call + ": EIO); data may be lost.",
            $"Check the device, then write the data again to a file on another one. The map remembers the error until Sync-MemoryMap {Option.ClearError}."),
        Errno.ENAMETOOLONG => (MmapErrorKind.InvalidArgument, "The name of " + failure.Subject + " is too long.", "A name has at most 255 bytes, a path at most 1023."),
        Errno.EBADF => (
            MmapErrorKind.BadDescriptor,
            "The descriptor is not open, or was opened in a way that cannot be mapped.",
            "Give a handle that is still open and was opened for reading (for shared writing: for reading and writing)."),
        Errno.EOVERFLOW or Errno.EFBIG => (
            MmapErrorKind.RangeOverflow,
            "The offset or length is larger than macOS or the file system of " + failure.Subject + " can handle.",
            "Give a smaller offset, length or size."),
        Errno.ENOMEM or Errno.EAGAIN when failure.Call is "mlock" => (
            MmapErrorKind.MemoryLockLimit,
            "Cannot lock " + Bytes(failure.Length) + " into memory: a limit of the process or of the system is reached, or a page cannot be read in.",
            "Lock less, or raise the limit before starting pwsh: ulimit -l (in KiB); vm.user_wire_limit is that of the system."),
        Errno.ENOMEM when failure.Call is "msync" or "madvise" or "munlock" or "mincore" or "mprotect" => (
            MmapErrorKind.RangeNotMapped,
            "Part of the range of " + Bytes(failure.Length) + " has been unmapped.",
            $"Give the {Option.Offset} and {Option.Length} of a part that is still mapped."),
        Errno.ENOMEM or Errno.EAGAIN => (
            MmapErrorKind.OutOfMemory,
            "There is not enough memory for " + failure.Subject + " (" + failure.Call + ": " + Errno.Name(errno) + Needed(failure) + ").",
            "Map less, or close programs and maps that are not needed."),
        Errno.EFAULT => (
            MmapErrorKind.RegionFault,
            "A page of " + failure.Subject + " cannot be accessed (" + failure.Call + ": EFAULT).",
            "Check whether the file is shorter than the map, and the device."),
        Errno.EMFILE or Errno.ENFILE => (
            MmapErrorKind.FileDescriptorLimit,
            errno == Errno.ENFILE ? "The whole system has too many files open (kern.maxfiles)." : "The process has too many files open (RLIMIT_NOFILE).",
            "Remove maps that are not needed (Remove-MemoryMap), or raise the limit before starting pwsh, for example: ulimit -n 65536."),
        Errno.ETXTBSY => (
            MmapErrorKind.TextFileBusy,
            failure.Subject + " is a program that is running, so it cannot be written.",
            $"Stop the program first, work on a copy, or map it with {Option.Private}: private changes are allowed."),
        Errno.EEXIST => (
            MmapErrorKind.AddressInUse,
            string.Create(CultureInfo.InvariantCulture, $"Something else is mapped at address 0x{failure.Request?.Address ?? 0:X}, or macOS maps nothing there."),
            $"Choose another address, or omit {Option.Address}. Fixed replaces only memory of another map of this module."),
        Errno.ENOTSUP or Errno.EOPNOTSUPP or Errno.ENOSYS or Errno.ENOTTY => (
            MmapErrorKind.FlagNotSupported,
            "This macOS or file system does not support " + failure.Call + " for " + failure.Subject + ".",
            "Use a file on a local APFS volume."),
        Errno.EINVAL => (
            MmapErrorKind.InvalidArgument,
            failure.Call + " does not accept this for " + failure.Subject + " (EINVAL).",
            "Check offset, length, protection and flags."),
        Errno.ENOSPC or Errno.EDQUOT => (
            MmapErrorKind.NoSpace,
            "There is no space left for " + failure.Subject + (errno == Errno.EDQUOT ? " in the quota." : " on its file system."),
            "Free some space or use a smaller size." + Free(failure)),
        _ => (
            failure.ForWriting || failure.Call is "read" or "pread" ? MmapErrorKind.RegionFault : MmapErrorKind.NotPermitted,
            failure.Call + " failed for " + failure.Subject + " with " + Errno.Name(errno) + ".",
            "See man 2 intro for the meaning of " + Errno.Name(errno) + "."),
    };

    private static (MmapErrorKind Kind, string Message, string Action) Denied(int errno, NativeFailure failure) => failure switch
    {
        { Call: "mmap" or "mprotect", Request: { } request } when request.Protection.HasFlag(MapProtection.Execute) && request.Backing is { } file && MacOSFile.IsNoExec(file.File) => (
            MmapErrorKind.NoExecMount,
            failure.Subject + " is on a file system that is mounted noexec, so it cannot be mapped with Execute.",
            "Omit Execute, or copy the file to a file system without noexec."),
        { Call: "mmap" or "mprotect", Request: { } request } => (
            MmapErrorKind.AccessDenied,
            "macOS does not allow the protection " + request.Protection + " for " + failure.Subject + ".",
            $"Shared writing needs a handle that can be written, and memory that can be written and executed needs an entitlement. {Option.Private} needs only reading."),
        _ when errno == Errno.EPERM => (
            MmapErrorKind.NotPermitted,
            "macOS does not permit " + failure.Call + " for " + failure.Subject + ".",
            "It may need root; a sandbox, the protection of the system or of private folders (Settings, Privacy) may forbid it, or the file is locked (ls -lO)."),
        _ => (
            MmapErrorKind.AccessDenied,
            errno == Errno.EROFS
                ? failure.Subject + " is on a file system that is mounted read-only."
                : "Access to " + failure.Subject + (failure.ForWriting ? " for writing" : string.Empty) + " is denied.",
            failure.ForWriting
                ? $"Map with {Option.Protection} Read, or with {Option.Private} to change a copy in memory; or change the permissions (ls -le shows them)."
                : "Check the permissions of the file and of the folders above it (ls -le)."),
    };

    private static (MmapErrorKind Kind, string Message, string Action) NotMappable(NativeFailure failure)
    {
        BackingType type = failure.Backing?.Type ?? BackingType.Other;
        return (
            MmapErrorKind.NotMappable,
            "Cannot map " + failure.Subject + ": it is " + FileTypes.Name(type) + (type is BackingType.None or BackingType.Other ? " that can be mapped." : "."),
            type is BackingType.Directory or BackingType.Socket
                ? "Give the path of a file."
                : $"Use {Option.Snapshot} with its path to read it into memory and map that copy.");
    }

    private static string Bytes(long? count) => string.Create(CultureInfo.InvariantCulture, $"{count ?? 0} bytes");

    private static string Needed(NativeFailure failure) => failure.Length is null ? string.Empty : ", " + Bytes(failure.Length);

    private static string Free(NativeFailure failure) =>
        failure.Backing is { } file && MacOSFile.FreeBytes(file.File) is { } free
            ? FormattableString.Invariant($" {free} bytes are free.")
            : string.Empty;
}
