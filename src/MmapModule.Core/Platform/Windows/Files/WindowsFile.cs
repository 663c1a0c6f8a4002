using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Files;

/// <summary>Opening files, and what Windows says about them.</summary>
internal static unsafe class WindowsFile
{
    private const uint RegularMode = 0x8000;
    private const uint FolderMode = 0x4000;
    private const uint ReadableByAll = 0x124;
    private const uint WritableByAll = 0x92;

    /// <summary>Opens a path; on failure the handle is invalid and the code that of GetLastError.</summary>
    internal static SafeFileHandle Open(string path, uint access, uint share, uint disposition, uint flags, out int error)
    {
        nint handle = Kernel32.CreateFileW(FilePath.Native(path), access, share, 0, disposition, flags, 0);
        error = handle == FileConstants.INVALID_HANDLE_VALUE ? Marshal.GetLastPInvokeError() : Win32Error.ERROR_SUCCESS;
        return new SafeFileHandle(handle, ownsHandle: true);
    }

    /// <summary>The status of what has a path; the code if it cannot be told. A pipe is not opened: that would connect to it.</summary>
    internal static int TryStat(string path, bool followLinks, out FileStatus status)
    {
        status = default;
        if (FilePath.IsPipe(path))
        {
            status = new FileStatus(BackingType.Pipe, 0, default, 0, 0, 0, 1, default);
            return Win32Error.ERROR_SUCCESS;
        }

        uint flags = FileConstants.FILE_FLAG_BACKUP_SEMANTICS | (followLinks ? 0 : FileConstants.FILE_FLAG_OPEN_REPARSE_POINT);
        using SafeFileHandle file = Open(path, FileConstants.FILE_READ_ATTRIBUTES, FileConstants.FILE_SHARE_ALL, FileConstants.OPEN_EXISTING, flags, out int error);
        return error != Win32Error.ERROR_SUCCESS ? error : TryStat(file, out status);
    }

    /// <summary>The status of an open file; the code if it cannot be told.</summary>
    // SAFETY: the structure is a local variable.
    internal static int TryStat(SafeFileHandle file, out FileStatus status)
    {
        status = default;
        uint type = Kernel32.GetFileType(file);
        int error = Marshal.GetLastPInvokeError();
        if (type == FileConstants.FILE_TYPE_UNKNOWN && error != Win32Error.ERROR_SUCCESS)
        {
            return error;
        }

        if (type != FileConstants.FILE_TYPE_DISK)
        {
            BackingType other = type switch
            {
                FileConstants.FILE_TYPE_CHAR => BackingType.CharacterDevice,
                FileConstants.FILE_TYPE_PIPE => BackingType.Pipe,
                _ => BackingType.Other,
            };
            status = new FileStatus(other, 0, default, 0, 0, 0, 1, default);
            return Win32Error.ERROR_SUCCESS;
        }

        ByHandleFileInformation information;
        if (Kernel32.GetFileInformationByHandle(file, &information) != 0)
        {
            status = Status(file, information);
            return Win32Error.ERROR_SUCCESS;
        }

        error = Marshal.GetLastPInvokeError();
        if (error is Win32Error.ERROR_INVALID_FUNCTION or Win32Error.ERROR_INVALID_PARAMETER)
        {
            // A whole disk or volume.
            status = new FileStatus(BackingType.BlockDevice, 0, default, 0, 0, 0, 1, default);
            return Win32Error.ERROR_SUCCESS;
        }

        return error;
    }

    /// <summary>The length of an open file; null if it has none.</summary>
    // SAFETY: the number is a local variable.
    internal static long? Length(SafeFileHandle file)
    {
        long size;
        return Kernel32.GetFileSizeEx(file, &size) != 0 ? size : null;
    }

    /// <summary>Sets the length of a file; the code if that fails.</summary>
    // SAFETY: the structure (FILE_END_OF_FILE_INFO, a number) is a local variable.
    internal static int SetLength(SafeFileHandle file, long size) =>
        Kernel32.SetFileInformationByHandle(file, FileConstants.FileEndOfFileInfo, &size, sizeof(long)) != 0 ? Win32Error.ERROR_SUCCESS : Marshal.GetLastPInvokeError();

    /// <summary>A control code without input or output; the code if that fails.</summary>
    // SAFETY: the number is a local variable.
    internal static int Control(SafeFileHandle file, uint code)
    {
        uint returned;
        return Kernel32.DeviceIoControl(file, code, null, 0, null, 0, &returned, null) != 0 ? Win32Error.ERROR_SUCCESS : Marshal.GetLastPInvokeError();
    }

    /// <summary>Whether parts of a file may have no space on the disk: it is sparse or compressed.</summary>
    // SAFETY: the structure is a local variable.
    internal static bool MayHaveHoles(SafeFileHandle file)
    {
        ByHandleFileInformation information;
        return Kernel32.GetFileInformationByHandle(file, &information) != 0
            && (information.dwFileAttributes & (FileConstants.FILE_ATTRIBUTE_SPARSE_FILE | FileConstants.FILE_ATTRIBUTE_COMPRESSED)) != 0;
    }

    /// <summary>Whether a file comes from another machine.</summary>
    // SAFETY: the buffer is larger than FILE_REMOTE_PROTOCOL_INFO, whose content does not matter.
    internal static bool IsRemote(SafeFileHandle file)
    {
        const uint size = 256;
        byte* information = stackalloc byte[(int)size];
        return Kernel32.GetFileInformationByHandleEx(file, FileConstants.FileRemoteProtocolInfo, information, size) != 0;
    }

    /// <summary>What a handle may be used for (an access mask); the generic rights are those that its kind of object has.</summary>
    // SAFETY: the buffer has the size of OBJECT_BASIC_INFORMATION, of which the second number is the access.
    internal static uint AccessOf(SafeFileHandle handle)
    {
        const uint size = 56;
        uint* information = stackalloc uint[(int)size / sizeof(uint)];
        uint returned;
        return NtDll.NtQueryObject(handle, FileConstants.ObjectBasicInformation, information, size, &returned) >= 0 ? information[1] : 0;
    }

    private static FileStatus Status(SafeFileHandle file, ByHandleFileInformation information)
    {
        bool isFolder = (information.dwFileAttributes & FileConstants.FILE_ATTRIBUTE_DIRECTORY) != 0;
        bool isLink = (information.dwFileAttributes & FileConstants.FILE_ATTRIBUTE_REPARSE_POINT) != 0 && IsLink(file);
        uint mode = (isFolder ? FolderMode : RegularMode) | ReadableByAll
            | ((information.dwFileAttributes & FileConstants.FILE_ATTRIBUTE_READONLY) == 0 ? WritableByAll : 0);
        long written = (long)(((ulong)information.ftLastWriteTimeHigh << 32) | information.ftLastWriteTimeLow);
        return new FileStatus(
            isLink ? BackingType.Link : isFolder ? BackingType.Directory : BackingType.RegularFile,
            isFolder ? 0 : (long)(((ulong)information.nFileSizeHigh << 32) | information.nFileSizeLow),
            new FileIdentity(0, information.dwVolumeSerialNumber, ((ulong)information.nFileIndexHigh << 32) | information.nFileIndexLow),
            0,
            0,
            mode,
            information.nNumberOfLinks,
            written > 0 && written < DateTime.MaxValue.ToFileTimeUtc() ? DateTime.FromFileTimeUtc(written) : default);
    }

    /// <summary>Other reparse points, such as files that are in the cloud, are what they look like.</summary>
    // SAFETY: FILE_ATTRIBUTE_TAG_INFO has two numbers.
    private static bool IsLink(SafeFileHandle file)
    {
        uint* information = stackalloc uint[2];
        return Kernel32.GetFileInformationByHandleEx(file, FileConstants.FileAttributeTagInfo, information, 2 * sizeof(uint)) != 0
            && information[1] is FileConstants.IO_REPARSE_TAG_SYMLINK or FileConstants.IO_REPARSE_TAG_MOUNT_POINT;
    }
}
