namespace MmapModule.Interop.Windows;

/// <summary>Constants of fileapi.h, winbase.h and winioctl.h about files.</summary>
internal static class FileConstants
{
    internal const nint INVALID_HANDLE_VALUE = -1;

    internal const uint GENERIC_READ = 0x80000000;
    internal const uint GENERIC_WRITE = 0x40000000;
    internal const uint GENERIC_EXECUTE = 0x20000000;
    internal const uint DELETE = 0x00010000;
    internal const uint FILE_READ_DATA = 0x0001;
    internal const uint FILE_WRITE_DATA = 0x0002;
    internal const uint FILE_APPEND_DATA = 0x0004;
    internal const uint FILE_READ_ATTRIBUTES = 0x0080;

    internal const uint FILE_SHARE_READ = 1;
    internal const uint FILE_SHARE_WRITE = 2;
    internal const uint FILE_SHARE_DELETE = 4;

    /// <summary>Others may do everything, as they may on other systems.</summary>
    internal const uint FILE_SHARE_ALL = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

    internal const uint CREATE_NEW = 1;
    internal const uint OPEN_EXISTING = 3;

    internal const uint FILE_ATTRIBUTE_READONLY = 0x00000001;
    internal const uint FILE_ATTRIBUTE_DIRECTORY = 0x00000010;
    internal const uint FILE_ATTRIBUTE_NORMAL = 0x00000080;
    internal const uint FILE_ATTRIBUTE_TEMPORARY = 0x00000100;
    internal const uint FILE_ATTRIBUTE_SPARSE_FILE = 0x00000200;
    internal const uint FILE_ATTRIBUTE_REPARSE_POINT = 0x00000400;
    internal const uint FILE_ATTRIBUTE_COMPRESSED = 0x00000800;
    internal const uint FILE_FLAG_OPEN_REPARSE_POINT = 0x00200000;
    internal const uint FILE_FLAG_BACKUP_SEMANTICS = 0x02000000;
    internal const uint FILE_FLAG_DELETE_ON_CLOSE = 0x04000000;

    internal const uint FILE_TYPE_UNKNOWN = 0;
    internal const uint FILE_TYPE_DISK = 1;
    internal const uint FILE_TYPE_CHAR = 2;
    internal const uint FILE_TYPE_PIPE = 3;

    internal const uint DUPLICATE_SAME_ACCESS = 2;

    internal const int FileDispositionInfo = 4;
    internal const int FileAllocationInfo = 5;
    internal const int FileEndOfFileInfo = 6;
    internal const int FileAttributeTagInfo = 9;
    internal const int FileRemoteProtocolInfo = 13;

    internal const uint IO_REPARSE_TAG_MOUNT_POINT = 0xA0000003;
    internal const uint IO_REPARSE_TAG_SYMLINK = 0xA000000C;

    internal const uint FSCTL_SET_SPARSE = 0x000900C4;
    internal const uint FSCTL_SET_ZERO_DATA = 0x000980C8;
    internal const uint FSCTL_QUERY_ALLOCATED_RANGES = 0x000940CF;

    internal const uint MOVEFILE_REPLACE_EXISTING = 1;
    internal const uint REPLACEFILE_IGNORE_MERGE_ERRORS = 2;

    internal const int ObjectBasicInformation = 0;
    internal const int SectionBasicInformation = 0;
}
