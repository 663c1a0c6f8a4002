namespace MmapModule.Interop.Windows;

/// <summary>NTSTATUS codes of ntstatus.h, as ntdll returns them and exceptions carry them.</summary>
internal static class NtStatus
{
    internal const int STATUS_GUARD_PAGE_VIOLATION = unchecked((int)0x80000001);
    internal const int STATUS_NOT_IMPLEMENTED = unchecked((int)0xC0000002);
    internal const int STATUS_INVALID_INFO_CLASS = unchecked((int)0xC0000003);
    internal const int STATUS_ACCESS_VIOLATION = unchecked((int)0xC0000005);
    internal const int STATUS_IN_PAGE_ERROR = unchecked((int)0xC0000006);
    internal const int STATUS_INVALID_HANDLE = unchecked((int)0xC0000008);
    internal const int STATUS_INVALID_PARAMETER = unchecked((int)0xC000000D);
    internal const int STATUS_NO_MEMORY = unchecked((int)0xC0000017);
    internal const int STATUS_CONFLICTING_ADDRESSES = unchecked((int)0xC0000018);
    internal const int STATUS_INVALID_VIEW_SIZE = unchecked((int)0xC000001F);
    internal const int STATUS_ACCESS_DENIED = unchecked((int)0xC0000022);
    internal const int STATUS_OBJECT_TYPE_MISMATCH = unchecked((int)0xC0000024);
    internal const int STATUS_OBJECT_NAME_NOT_FOUND = unchecked((int)0xC0000034);
    internal const int STATUS_OBJECT_NAME_COLLISION = unchecked((int)0xC0000035);
    internal const int STATUS_SHARING_VIOLATION = unchecked((int)0xC0000043);
    internal const int STATUS_FILE_LOCK_CONFLICT = unchecked((int)0xC0000054);
    internal const int STATUS_DISK_FULL = unchecked((int)0xC000007F);
    internal const int STATUS_INSUFFICIENT_RESOURCES = unchecked((int)0xC000009A);
    internal const int STATUS_WORKING_SET_QUOTA = unchecked((int)0xC00000A1);
    internal const int STATUS_NOT_SUPPORTED = unchecked((int)0xC00000BB);
    internal const int STATUS_COMMITMENT_LIMIT = unchecked((int)0xC000012D);
    internal const int STATUS_MAPPED_ALIGNMENT = unchecked((int)0xC0000220);
    internal const int STATUS_USER_MAPPED_FILE = unchecked((int)0xC0000243);

    /// <summary>The code of winerror.h that Windows itself makes of it, as RtlNtStatusToDosError does; the status itself if it is none of these.</summary>
    internal static int ToWin32(int status) => status switch
    {
        STATUS_GUARD_PAGE_VIOLATION => Win32Error.ERROR_NOACCESS,
        STATUS_NOT_IMPLEMENTED => Win32Error.ERROR_CALL_NOT_IMPLEMENTED,
        STATUS_INVALID_INFO_CLASS => Win32Error.ERROR_INVALID_PARAMETER,
        STATUS_ACCESS_VIOLATION => Win32Error.ERROR_NOACCESS,
        STATUS_IN_PAGE_ERROR => Win32Error.ERROR_SWAPERROR,
        STATUS_INVALID_HANDLE => Win32Error.ERROR_INVALID_HANDLE,
        STATUS_INVALID_PARAMETER => Win32Error.ERROR_INVALID_PARAMETER,
        STATUS_NO_MEMORY => Win32Error.ERROR_NOT_ENOUGH_MEMORY,
        STATUS_CONFLICTING_ADDRESSES => Win32Error.ERROR_INVALID_ADDRESS,
        STATUS_INVALID_VIEW_SIZE => Win32Error.ERROR_ACCESS_DENIED,
        STATUS_ACCESS_DENIED => Win32Error.ERROR_ACCESS_DENIED,
        STATUS_OBJECT_TYPE_MISMATCH => Win32Error.ERROR_INVALID_HANDLE,
        STATUS_OBJECT_NAME_NOT_FOUND => Win32Error.ERROR_FILE_NOT_FOUND,
        STATUS_OBJECT_NAME_COLLISION => Win32Error.ERROR_ALREADY_EXISTS,
        STATUS_SHARING_VIOLATION => Win32Error.ERROR_SHARING_VIOLATION,
        STATUS_FILE_LOCK_CONFLICT => Win32Error.ERROR_LOCK_VIOLATION,
        STATUS_DISK_FULL => Win32Error.ERROR_DISK_FULL,
        STATUS_INSUFFICIENT_RESOURCES => Win32Error.ERROR_NO_SYSTEM_RESOURCES,
        STATUS_WORKING_SET_QUOTA => Win32Error.ERROR_WORKING_SET_QUOTA,
        STATUS_NOT_SUPPORTED => Win32Error.ERROR_NOT_SUPPORTED,
        STATUS_COMMITMENT_LIMIT => Win32Error.ERROR_COMMITMENT_LIMIT,
        STATUS_MAPPED_ALIGNMENT => Win32Error.ERROR_MAPPED_ALIGNMENT,
        STATUS_USER_MAPPED_FILE => Win32Error.ERROR_USER_MAPPED_FILE,
        _ => status,
    };
}
