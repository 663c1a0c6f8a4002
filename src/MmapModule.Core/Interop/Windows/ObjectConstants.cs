namespace MmapModule.Interop.Windows;

/// <summary>Constants of winnt.h, winbase.h and ntdef.h about kernel objects.</summary>
internal static class ObjectConstants
{
    internal const int STATUS_NO_MORE_ENTRIES = unchecked((int)0x8000001A);

    internal const uint READ_CONTROL = 0x00020000;
    internal const uint SYNCHRONIZE = 0x00100000;

    internal const uint PROCESS_QUERY_INFORMATION = 0x0400;

    internal const uint SECTION_QUERY = 0x0001;

    internal const uint SEMAPHORE_QUERY_STATE = 0x0001;
    internal const uint SEMAPHORE_MODIFY_STATE = 0x0002;

    internal const uint DIRECTORY_QUERY = 0x0001;

    internal const uint LOCKFILE_FAIL_IMMEDIATELY = 1;
    internal const uint LOCKFILE_EXCLUSIVE_LOCK = 2;

    internal const int SE_FILE_OBJECT = 1;
    internal const int SE_KERNEL_OBJECT = 6;
    internal const uint OWNER_SECURITY_INFORMATION = 0x0001;

    internal const uint WAIT_OBJECT_0 = 0;
    internal const uint WAIT_TIMEOUT = 258;
    internal const uint WAIT_FAILED = 0xFFFFFFFF;

    internal const int SemaphoreBasicInformation = 0;
}
