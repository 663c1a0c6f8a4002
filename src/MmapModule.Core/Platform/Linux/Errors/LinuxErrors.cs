using System;
using System.Globalization;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>The only translator from errno to an error kind, a sentence and advice.</summary>
internal static class LinuxErrors
{
    internal static MmapException Translate(int errno, NativeFailure failure) =>
        failure.ToError(SemaphoreCallErrors.Explain(errno, failure) ?? SharedQueueCallErrors.Explain(errno, failure) ?? Explain(errno, failure), Errno.Name(errno));

    private static (MmapErrorKind Kind, string Message, string Action) Explain(int errno, NativeFailure failure) => errno switch
    {
        Errno.ENOENT or Errno.ESRCH or Errno.EACCES or Errno.EPERM when failure.ProcessId is { } id => ProcessErrors.Explain(errno, id),
        Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP => NotFound(errno, failure),
        Errno.EACCES or Errno.EROFS => AccessErrors.Denied(errno, failure),
        Errno.EPERM => AccessErrors.NotPermitted(failure),
        Errno.ENODEV when failure.Call is "memfd_create" => InvalidArgumentErrors.Explain(errno, failure),
        Errno.ENODEV or Errno.EISDIR => NotMappable(failure),
        Errno.EIO when failure.Call is "mmap" => NotMappable(failure),
        Errno.EIO when failure.Call is "msync" or "fsync" or "sync_file_range" => (
            MmapErrorKind.WritebackFailed,
            "The kernel could not write changed pages of " + failure.Subject + " to the device (" + failure.Call + ": EIO); data may be lost.",
            $"Check the device (dmesg), then write the data again to a file on another one. The kernel says this only once, but the map remembers it until Sync-MemoryMap {Option.ClearError}."),
        Errno.EINVAL or Errno.ENAMETOOLONG or Errno.ENOTTY or Errno.ESPIPE => InvalidArgumentErrors.Explain(errno, failure),
        Errno.EBADF => (
            MmapErrorKind.BadDescriptor,
            "The descriptor is not open, or was opened in a way that cannot be mapped (O_PATH).",
            "Give a handle that is still open and was opened for reading (for shared writing: for reading and writing)."),
        Errno.EOVERFLOW or Errno.EFBIG => (
            MmapErrorKind.RangeOverflow,
            "The offset or length is larger than the kernel or the file system of " + failure.Subject + " can handle.",
            "Give a smaller offset, length or size."),
        Errno.ENXIO when failure.Backing?.Type == BackingType.Socket => NotMappable(failure),
        Errno.ENXIO => (
            MmapErrorKind.NoSuchRange,
            "The device behind " + failure.Subject + " does not exist or has no such range.",
            "Check that the device is present and its driver is loaded."),
        Errno.ENOMEM => MemoryErrors.NoMemory(failure),
        Errno.EAGAIN when failure.Call is "open" => (
            MmapErrorKind.FileLocked,
            "Another process holds a lease on " + failure.Subject + " and has been asked to give it up.",
            "Try again in a moment; the kernel breaks the lease after /proc/sys/fs/lease-break-time seconds."),
        Errno.EAGAIN when failure.Call is "mincore" or "madvise" => (
            MmapErrorKind.OutOfMemory,
            "The kernel lacks the memory for this at the moment (" + failure.Call + ": EAGAIN).",
            "Try again in a moment; close programs or remove maps that are not needed."),
        Errno.EAGAIN => MemoryErrors.LockLimit(failure),
        Errno.EFAULT => (
            MmapErrorKind.RegionFault,
            "A page of " + failure.Subject + " cannot be accessed (" + failure.Call + ": EFAULT).",
            "Check whether the file is shorter than the map, and the device (dmesg)."),
        Errno.EMFILE or Errno.ENFILE => MemoryErrors.Descriptors(errno),
        Errno.ETXTBSY => (
            MmapErrorKind.TextFileBusy,
            failure.Subject + " is a program that is running (or an active swap file), so it cannot be opened for writing.",
            $"Stop the program first, work on a copy, or map it with {Option.Private}: private changes are allowed."),
        Errno.EEXIST when failure.SharedName is not null => (
            MmapErrorKind.SharedMemoryExists,
            "Shared memory named '" + failure.SharedName + "' already exists.",
            $"Use {Option.Mode} Open or OpenOrCreate, another name, or remove it with Remove-SharedMemory."),
        Errno.EEXIST => (
            MmapErrorKind.AddressInUse,
            string.Create(CultureInfo.InvariantCulture, $"Something else is mapped at address 0x{failure.Request?.Address ?? 0:X}."),
            $"Choose another address, or omit {Option.Address}. Fixed replaces only memory of another map of this module."),
        Errno.EBUSY when failure.Call is "msync" => (
            MmapErrorKind.RegionLocked,
            "Part of the range is locked into memory, and locked pages cannot be invalidated.",
            $"Unlock the range first (Unlock-MemoryMap), or sync without {Option.Invalidate}."),
        Errno.EBUSY when failure.Call is "fcntl" => (
            MmapErrorKind.SealBusy,
            "The Write seal cannot be added while the memory file is mapped for shared writing.",
            $"Remove its shared maps first, create it with {Option.Seal} Write {Option.Protection} Read, or use the FutureWrite seal."),
        Errno.EOPNOTSUPP or Errno.ENOSYS => NotSupported(failure),
        Errno.ENOSPC when failure.Backing is { } file && LinuxFile.HugePageSize(file.File) is > 0 and var pageSize => MemoryErrors.HugePages(pageSize, failure.Length ?? pageSize),
        Errno.ENOSPC or Errno.EDQUOT => (
            MmapErrorKind.NoSpace,
            "There is no space left for " + failure.Subject + (errno == Errno.EDQUOT ? " in the quota." : " on its file system."),
            SpaceAdvice(failure)),
        _ => (
            failure.ForWriting || failure.Call is "read" or "pread" ? MmapErrorKind.RegionFault : MmapErrorKind.NotPermitted,
            failure.Call + " failed for " + failure.Subject + " with " + Errno.Name(errno) + ".",
            "See man 2 " + failure.Call + " for the meaning of " + Errno.Name(errno) + "."),
    };

    private static (MmapErrorKind Kind, string Message, string Action) NotFound(int errno, NativeFailure failure)
    {
        if (failure.SharedName is not null && errno == Errno.ENOENT)
        {
            return (
                MmapErrorKind.SharedMemoryNotFound,
                "There is no shared memory named '" + failure.SharedName + "'.",
                failure.Call is "open"
                    ? $"Get-SharedMemory lists the existing names; give {Option.Size} (and {Option.Mode} OpenOrCreate or Create) to create it."
                    : "Get-SharedMemory lists the existing names.");
        }

        if (failure.SharedName is not null && errno == Errno.ELOOP)
        {
            return (
                MmapErrorKind.PathNotFound,
                "'" + failure.Path + "' is a symbolic link, not shared memory; links are not followed there.",
                "Use another name. If you trust the link, map the file that it points to by its path; ls -l '" + failure.Path + "' shows it.");
        }

        return errno switch
        {
            Errno.ELOOP => (
                MmapErrorKind.PathNotFound,
                "The symbolic links of " + failure.Subject + " form a loop.",
                "Check the links with ls -l."),
            Errno.ENOTDIR => (
                MmapErrorKind.PathNotFound,
                "A part of the path " + failure.Subject + " is not a folder.",
                "Check the spelling of the path."),
            _ => (
                MmapErrorKind.PathNotFound,
                "Cannot find " + failure.Subject + ".",
                failure.Call is "open" ? $"Check the spelling of the path; New-MemoryMap {Option.Size} creates a new file in an existing folder." : "Check the spelling of the path."),
        };
    }

    private static (MmapErrorKind Kind, string Message, string Action) NotMappable(NativeFailure failure)
    {
        BackingType type = failure.Backing?.Type ?? BackingType.Other;
        string what = FileTypes.Name(type) + type switch
        {
            BackingType.CharacterDevice => " whose driver does not support mapping",
            BackingType.BlockDevice => " that does not support mapping",
            BackingType.RegularFile => ", like those below /proc and /sys",
            BackingType.None or BackingType.Other => " that can be mapped",
            _ => string.Empty,
        };
        return (
            MmapErrorKind.NotMappable,
            failure.Call is "open" ? failure.Subject + " is " + what + "." : "Cannot map " + failure.Subject + ": it is " + what + ".",
            type switch
            {
                BackingType.Directory or BackingType.Socket => "Give the path of a file.",
                BackingType.CharacterDevice => $"Use {Option.Snapshot} to read it into memory and map that copy; add {Option.Length} if it has no end, for example {Option.Length} 4KB.",

                // What came as a handle may have no path: pipe:[4711].
                _ when failure.Path?.StartsWith('/') != true => $"Read its bytes into memory or a file first, and map that; what has a path can be copied with {Option.Path} and {Option.Snapshot}.",
                _ => $"Use {Option.Snapshot} with its path to read all of it into memory and map that copy.",
            });
    }

    private static (MmapErrorKind Kind, string Message, string Action) NotSupported(NativeFailure failure)
    {
        if (failure.Call == "mmap" && failure.Request is { } request && request.Flags.HasFlag(MapFlags.Sync))
        {
            return (
                MmapErrorKind.FlagNotSupported,
                "The flag Sync requires a file system on persistent memory (DAX), and " + failure.Subject + " is not on one.",
                "Omit Sync and use Sync-MemoryMap after writing.");
        }

        MapFlags flags = failure.Request?.Flags ?? MapFlags.File;
        string? since = KernelVersions.OfCall(failure.Call) ?? KernelVersions.OfFlags(flags);
        return (
            MmapErrorKind.FlagNotSupported,
            "This kernel or file system does not support " + failure.Call + " for " + failure.Subject + (flags == MapFlags.File ? "." : " (flags " + flags + ")."),
            since is null
                ? "See man 2 " + failure.Call + " for the file systems and kernels that support it."
                : "It exists since Linux " + since + "; this is " + Environment.OSVersion.Version + ".");
    }

    private static string SpaceAdvice(NativeFailure failure)
    {
        long? free = failure.Backing is null ? null : LinuxFile.FreeBytes(failure.Backing.File);
        string numbers = free is null
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $" {free} bytes are free{(failure.Length is null ? string.Empty : $", {failure.Length} are needed")}.");
        return "Free some space or use a smaller size." + numbers;
    }
}
