namespace MmapModule.Interop.Windows;

/// <summary>Constants of memoryapi.h and winnt.h about pages and sections.</summary>
internal static class MemoryConstants
{
    internal const uint PAGE_NOACCESS = 0x01;
    internal const uint PAGE_READONLY = 0x02;
    internal const uint PAGE_READWRITE = 0x04;
    internal const uint PAGE_WRITECOPY = 0x08;
    internal const uint PAGE_EXECUTE = 0x10;
    internal const uint PAGE_EXECUTE_READ = 0x20;
    internal const uint PAGE_EXECUTE_READWRITE = 0x40;
    internal const uint PAGE_EXECUTE_WRITECOPY = 0x80;
    internal const uint PAGE_GUARD = 0x100;

    internal const uint SEC_RESERVE = 0x04000000;
    internal const uint SEC_COMMIT = 0x08000000;

    internal const uint FILE_MAP_COPY = 0x01;
    internal const uint FILE_MAP_WRITE = 0x02;
    internal const uint FILE_MAP_READ = 0x04;
    internal const uint FILE_MAP_EXECUTE = 0x20;

    internal const uint MEM_COMMIT = 0x00001000;
    internal const uint MEM_RESERVE = 0x00002000;
    internal const uint MEM_REPLACE_PLACEHOLDER = 0x00004000;
    internal const uint MEM_RELEASE = 0x00008000;
    internal const uint MEM_FREE = 0x00010000;
    internal const uint MEM_PRIVATE = 0x00020000;
    internal const uint MEM_MAPPED = 0x00040000;
    internal const uint MEM_IMAGE = 0x01000000;
    internal const uint MEM_RESERVE_PLACEHOLDER = 0x00040000;

    /// <summary>For VirtualFree: leaves a placeholder, or splits one.</summary>
    internal const uint MEM_PRESERVE_PLACEHOLDER = 0x00000002;

    internal const uint PROCESS_VM_READ = 0x0010;
    internal const uint PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
}
