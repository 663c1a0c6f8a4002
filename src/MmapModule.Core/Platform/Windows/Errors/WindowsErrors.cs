using System;
using System.Globalization;
using System.Runtime.InteropServices;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Files;

namespace MmapModule.Platform.Windows.Errors;

/// <summary>The only translator from the error codes of Windows to an error kind, a sentence and advice; the table is in docs/errors.md.</summary>
internal static class WindowsErrors
{
    /// <summary>The error of the call just made; nothing else may have been called since.</summary>
    internal static MmapException Last(NativeFailure failure) => Translate(Marshal.GetLastPInvokeError(), failure);

    /// <summary>The error for a code.</summary>
    /// <param name="code">Of GetLastError, or an NTSTATUS.</param>
    /// <param name="failure">What failed.</param>
    internal static MmapException Translate(int code, NativeFailure failure)
    {
        int win32 = NtStatus.ToWin32(code);
        return failure.ToError(ObjectErrors.Explain(win32, failure) ?? Explain(win32, failure), Win32Error.Name(win32));
    }

    private static (MmapErrorKind Kind, string Message, string Action) Explain(int code, NativeFailure failure) => code switch
    {
        Win32Error.ERROR_FILE_NOT_FOUND or Win32Error.ERROR_PATH_NOT_FOUND or Win32Error.ERROR_INVALID_DRIVE or Win32Error.ERROR_BAD_NETPATH
            or Win32Error.ERROR_BAD_NET_NAME or Win32Error.ERROR_BAD_PATHNAME or Win32Error.ERROR_CANT_RESOLVE_FILENAME or Win32Error.ERROR_DIRECTORY => (
            MmapErrorKind.PathNotFound,
            "Cannot find " + failure.Subject + ".",
            failure.Call is "CreateFile" ? $"Check the spelling of the path; New-MemoryMap {Option.Size} creates a new file in an existing folder." : "Check the spelling of the path."),
        Win32Error.ERROR_ACCESS_DENIED when failure.Backing is { Type: not (BackingType.RegularFile or BackingType.None) } file => NotMappable(file.Type, failure),
        Win32Error.ERROR_ACCESS_DENIED or Win32Error.ERROR_WRITE_PROTECT or Win32Error.ERROR_DELETE_PENDING or Win32Error.ERROR_VIRUS_INFECTED => Denied(code, failure),
        Win32Error.ERROR_PRIVILEGE_NOT_HELD => (
            MmapErrorKind.NotPermitted,
            failure.Call + " for " + failure.Subject + " needs a privilege that this user does not have.",
            "Run as a user who has it; whoami /priv lists the privileges."),
        Win32Error.ERROR_INVALID_HANDLE => (
            MmapErrorKind.BadDescriptor,
            "The handle is not open, or does not belong to something that can be mapped.",
            "Give a handle that is still open and was opened for reading (for shared writing: for reading and writing)."),
        Win32Error.ERROR_NOT_ENOUGH_MEMORY or Win32Error.ERROR_OUTOFMEMORY or Win32Error.ERROR_NO_SYSTEM_RESOURCES or Win32Error.ERROR_COMMITMENT_LIMIT
            or Win32Error.ERROR_PAGEFILE_QUOTA or Win32Error.ERROR_NOT_ENOUGH_QUOTA => (
            MmapErrorKind.OutOfMemory,
            "There is not enough memory for " + failure.Subject + " (" + failure.Call + ": " + Win32Error.Name(code) + Needed(failure) + ").",
            code == Win32Error.ERROR_COMMITMENT_LIMIT
                ? "Map less, close programs, or make the paging file larger: memory counts from the moment it is created, used or not."
                : "Map less, or close programs and maps that are not needed."),
        Win32Error.ERROR_WORKING_SET_QUOTA => (
            MmapErrorKind.MemoryLockLimit,
            "The working set of the process is too small to lock that much" + Needed(failure) + ".",
            "Lock less. The working set can grow only as far as physical memory and job limits allow."),
        Win32Error.ERROR_SHARING_VIOLATION => (
            MmapErrorKind.FileLocked,
            "Another program has opened " + failure.Subject + " without sharing it.",
            "Close the file there, or try again in a moment."),
        Win32Error.ERROR_LOCK_VIOLATION => (
            MmapErrorKind.FileLocked,
            "Another program has locked a part of " + failure.Subject + ".",
            "Try again when it has released its lock."),
        Win32Error.ERROR_BUSY or Win32Error.ERROR_TOO_MANY_POSTS => (
            MmapErrorKind.FileLocked,
            failure.Subject + " is in use.",
            "Try again in a moment."),
        Win32Error.ERROR_USER_MAPPED_FILE => (
            MmapErrorKind.FileMapped,
            failure.Subject + " is mapped, by this process or another one; Windows does not cut or replace a mapped file.",
            "Remove all maps of the file first (Get-MemoryMap, Get-ProcessMemoryMap), or write to another file."),
        Win32Error.ERROR_DISK_FULL or Win32Error.ERROR_HANDLE_DISK_FULL or Win32Error.ERROR_DISK_QUOTA_EXCEEDED => (
            MmapErrorKind.NoSpace,
            "There is no space left for " + failure.Subject + (code == Win32Error.ERROR_DISK_QUOTA_EXCEEDED ? " in the quota." : " on its volume."),
            "Free some space or use a smaller size." + FreeSpace.Sentence(failure.Backing?.File, failure.Length)),
        Win32Error.ERROR_MAPPED_ALIGNMENT => (
            MmapErrorKind.InvalidArgument,
            "The offset or the address is not a multiple of 65536 bytes.",
            "Give a multiple of 64KB; without an address every offset is possible."),
        Win32Error.ERROR_INVALID_ADDRESS when failure.Request is { Address: not 0 } request => (
            MmapErrorKind.AddressInUse,
            string.Create(CultureInfo.InvariantCulture, $"The memory at address 0x{request.Address:X} is in use, or no address of a process."),
            $"Choose another address, or omit {Option.Address}. Fixed replaces only memory of another map of this module."),
        Win32Error.ERROR_INVALID_ADDRESS => (
            MmapErrorKind.RangeNotMapped,
            "Part of the range is not mapped any more (" + failure.Call + ").",
            "Use the parts that are left, or map again."),
        Win32Error.ERROR_NOACCESS or Win32Error.ERROR_SWAPERROR or Win32Error.ERROR_PARTIAL_COPY => (
            MmapErrorKind.RegionFault,
            "A page of " + failure.Subject + " cannot be accessed (" + failure.Call + ": " + Win32Error.Name(code) + ").",
            "Check whether the file is shorter than the map, and the device or the network connection."),
        Win32Error.ERROR_FILE_INVALID => (
            MmapErrorKind.RegionTruncated,
            failure.Subject + " has no bytes any more, or its volume has been changed from outside.",
            "Look at the file, and map it again."),
        Win32Error.ERROR_TOO_MANY_OPEN_FILES => (
            MmapErrorKind.FileDescriptorLimit,
            "There are too many open handles.",
            "Remove maps and close files that are not needed."),
        Win32Error.ERROR_FILE_EXISTS or Win32Error.ERROR_ALREADY_EXISTS => (
            MmapErrorKind.FileExists,
            failure.Subject + " already exists.",
            $"Choose another path, remove the file, or omit {Option.NoClobber}."),
        Win32Error.ERROR_INVALID_PARAMETER when failure.Call is "SetEndOfFile" => (
            MmapErrorKind.RangeOverflow,
            "No file on the volume of " + failure.Subject + " can be that long" + Needed(failure) + ".",
            "Give a smaller size."),
        Win32Error.ERROR_FILE_TOO_LARGE or Win32Error.ERROR_NEGATIVE_SEEK => (
            MmapErrorKind.RangeOverflow,
            "The offset or length is larger than Windows or the file system of " + failure.Subject + " can handle.",
            "Give a smaller offset, length or size."),
        Win32Error.ERROR_INVALID_NAME or Win32Error.ERROR_FILENAME_EXCED_RANGE => (
            MmapErrorKind.InvalidArgument,
            failure.Subject + " is no valid path" + (code == Win32Error.ERROR_FILENAME_EXCED_RANGE ? ": it is too long." : "."),
            "File names cannot contain < > : \" | ? *, and a part of a path has at most 255 characters."),
        Win32Error.ERROR_CALL_NOT_IMPLEMENTED or Win32Error.ERROR_PROC_NOT_FOUND => (
            MmapErrorKind.PlatformNotSupported,
            "This version of Windows has no " + failure.Call + ".",
            "docs/platforms.md lists what needs which version."),
        Win32Error.ERROR_INVALID_FUNCTION or Win32Error.ERROR_NOT_SUPPORTED => (
            MmapErrorKind.FlagNotSupported,
            "The file system or the device of " + failure.Subject + " does not support " + failure.Call + ".",
            "Use a file on a local NTFS volume."),
        Win32Error.ERROR_NOT_READY or Win32Error.ERROR_DEV_NOT_EXIST => (
            MmapErrorKind.NoSuchRange,
            "The device behind " + failure.Subject + " does not exist or is not ready.",
            "Check that the device is present."),
        Win32Error.ERROR_INVALID_PARAMETER => (
            MmapErrorKind.InvalidArgument,
            failure.Call + " does not accept this for " + failure.Subject + " (ERROR_INVALID_PARAMETER).",
            "Check offset, length, protection and flags."),
        _ when failure.Call is "FlushViewOfFile" or "FlushFileBuffers" => (
            MmapErrorKind.WritebackFailed,
            "Windows could not write changed pages of " + failure.Subject + " to the device (" + failure.Call + ": " + Win32Error.Name(code) + "); data may be lost.",
            $"Check the device or the network, then write the data again to a file on another one. The map remembers the error until Sync-MemoryMap {Option.ClearError}."),
        _ => (
            failure.ForWriting || failure.Call is "ReadFile" ? MmapErrorKind.RegionFault : MmapErrorKind.NotPermitted,
            failure.Call + " failed for " + failure.Subject + " with " + Win32Error.Name(code) + ".",
            string.Create(CultureInfo.InvariantCulture, $"net helpmsg {code} explains the error.")),
    };

    private static (MmapErrorKind Kind, string Message, string Action) Denied(int code, NativeFailure failure) => (
        MmapErrorKind.AccessDenied,
        code switch
        {
            Win32Error.ERROR_WRITE_PROTECT => "The volume of " + failure.Subject + " is write-protected.",
            Win32Error.ERROR_DELETE_PENDING => failure.Subject + " is being deleted: somebody still has it open.",
            Win32Error.ERROR_VIRUS_INFECTED => "The virus scanner refuses access to " + failure.Subject + ".",
            _ when failure.Request is { } request => "You may not map " + failure.Subject + " with the protection " + request.Protection + ".",
            _ => "You may not open " + failure.Subject + (failure.ForWriting ? " for writing." : "."),
        },
        failure.ForWriting || failure.Request is not null
            ? $"Map with {Option.Protection} Read, or with {Option.Private} to change a copy in memory; or get the permission (icacls shows it; the attribute read-only counts too)."
            : "Get the permission to read it; icacls shows who has it.");

    private static (MmapErrorKind Kind, string Message, string Action) NotMappable(BackingType type, NativeFailure failure) => (
        MmapErrorKind.NotMappable,
        "Cannot map " + failure.Subject + ": it is " + FileTypes.Name(type) + (type is BackingType.None or BackingType.Other ? " that can be mapped." : "."),
        type is BackingType.Directory ? "Give the path of a file." : "Read its bytes into a file or memory first, and map that.");

    private static string Needed(NativeFailure failure) =>
        failure.Length is { } length ? string.Create(CultureInfo.InvariantCulture, $", {length} bytes") : string.Empty;
}
