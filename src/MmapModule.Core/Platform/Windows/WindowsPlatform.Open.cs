using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Files;

namespace MmapModule.Platform.Windows;

/// <content>Opening files.</content>
internal sealed partial class WindowsPlatform
{
    /// <summary>The number of attempts to open a file that others keep removing and creating.</summary>
    private const int OpenAttempts = 100;

    /// <inheritdoc/>
    // Others may read, write, rename and delete the file meanwhile, as they may on other systems.
    public MapBacking OpenFile(string path, bool writable, bool create, uint mode = MapBacking.NewFileMode)
    {
        NativeFailure failure = new() { Call = "CreateFile", Path = path, ForWriting = writable };
        uint access = FileConstants.GENERIC_READ | (writable ? FileConstants.GENERIC_WRITE : 0);
        if (FilePath.IsPipe(path))
        {
            throw WindowsErrors.Translate(Win32Error.ERROR_ACCESS_DENIED, WithType(path, failure));
        }

        for (int attempt = 1; ; attempt++)
        {
            if (create)
            {
                SafeFileHandle made = WindowsFile.Open(path, access, FileConstants.FILE_SHARE_ALL, FileConstants.CREATE_NEW, FileConstants.FILE_ATTRIBUTE_NORMAL, out int refused);
                if (refused == Win32Error.ERROR_SUCCESS)
                {
                    return Own(made, path, created: true, failure);
                }

                if (refused is not (Win32Error.ERROR_FILE_EXISTS or Win32Error.ERROR_ALREADY_EXISTS or Win32Error.ERROR_ACCESS_DENIED))
                {
                    throw WindowsErrors.Translate(refused, failure);
                }
            }

            SafeFileHandle file = WindowsFile.Open(path, access, FileConstants.FILE_SHARE_ALL, FileConstants.OPEN_EXISTING, FileConstants.FILE_ATTRIBUTE_NORMAL, out int error);
            if (error == Win32Error.ERROR_SUCCESS)
            {
                return Own(file, path, created: false, failure);
            }

            if (!create || error != Win32Error.ERROR_FILE_NOT_FOUND || attempt == OpenAttempts)
            {
                throw WindowsErrors.Translate(error, WithType(path, failure));
            }
        }
    }

    /// <inheritdoc/>
    public bool TryReadSmall(FoundFile file, Span<byte> bytes, out int length, out FileIdentity identity)
    {
        length = 0;
        identity = default;
        if (FilePath.IsPipe(file.Path))
        {
            return false;
        }

        using SafeFileHandle open = WindowsFile.Open(file.Path, FileConstants.GENERIC_READ, FileConstants.FILE_SHARE_ALL, FileConstants.OPEN_EXISTING, FileConstants.FILE_ATTRIBUTE_NORMAL, out int error);
        if (error != Win32Error.ERROR_SUCCESS || WindowsFile.TryStat(open, out FileStatus status) != Win32Error.ERROR_SUCCESS
            || status.Type != BackingType.RegularFile || status.Size < 1 || status.Size > bytes.Length)
        {
            return false;
        }

        identity = status.Identity;
        try
        {
            int got;
            while (length < status.Size && (got = FileIo.Read(open, length, bytes[length..(int)status.Size], new NativeFailure { Call = "ReadFile" })) > 0)
            {
                length += got;
            }

            return true;
        }
        catch (MmapException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public MapBacking OpenHandle(SafeHandle handle)
    {
        NativeFailure failure = new() { Call = "DuplicateHandle" };
        SafeFileHandle copy = Duplicate(handle, failure);
        try
        {
            if (SectionOf(copy) is { } section)
            {
                return section;
            }

            return Own(copy, FilePath.Of(copy), created: false, failure, sharesPosition: true);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string PathOf(SafeHandle handle)
    {
        NativeFailure failure = new() { Call = "GetFinalPathNameByHandle" };
        using SafeFileHandle copy = Duplicate(handle, failure);
        if (Kernel32.GetFileType(copy) == FileConstants.FILE_TYPE_PIPE)
        {
            throw MapPlatform.NotSupported("A path for a pipe without a name", "Write to a file, and use that.");
        }

        return FilePath.Of(copy) ?? throw WindowsErrors.Last(failure);
    }

    /// <inheritdoc/>
    public IFileReplacement? TryReplace(string path, uint mode, Func<FileIdentity, bool> isMapped) => FileReplacement.TryBegin(this, path, isMapped);

    /// <inheritdoc/>
    public string? RemoveCreated(MapBacking backing)
    {
        if (backing is not { IsCreated: true, Path: { } path } || StatPath(path)?.Identity != backing.Identity)
        {
            return null;
        }

        try
        {
            File.Delete(FilePath.Native(path));
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return UndoErrors.Created(path);
        }
    }

    // SAFETY: the number is a local variable; the handle stays open during the call.
    private static unsafe SafeFileHandle Duplicate(SafeHandle handle, NativeFailure failure)
    {
        HeldFile held;
        try
        {
            held = new HeldFile(handle);
        }
        catch (ObjectDisposedException)
        {
            throw WindowsErrors.Translate(Win32Error.ERROR_INVALID_HANDLE, failure);
        }

        using (held)
        {
            nint process = Kernel32.GetCurrentProcess();
            nint copy;
            return Kernel32.DuplicateHandle(process, handle, process, &copy, 0, 0, FileConstants.DUPLICATE_SAME_ACCESS) != 0
                ? new SafeFileHandle(copy, ownsHandle: true)
                : throw WindowsErrors.Last(failure);
        }
    }

    /// <summary>Memory without a file, if that is what a handle stands for: what .NET's MemoryMappedFile has.</summary>
    // SAFETY: SECTION_BASIC_INFORMATION is an address, a number of 4 bytes at 8 and one of 8 bytes at 16.
    private static unsafe MapBacking? SectionOf(SafeFileHandle handle)
    {
        const int size = 24;
        const uint mapWrite = 2;
        const uint file = 0x00800000;
        byte* information = stackalloc byte[size];
        if (NtDll.NtQuerySection(handle, FileConstants.SectionBasicInformation, information, size, null) < 0)
        {
            return null;
        }

        bool isFile = (*(uint*)(information + 8) & file) != 0;
        return isFile ? throw SizeErrors.SectionOfFile() : new MapBacking
            {
                File = handle,
                Type = BackingType.RegularFile,
                Identity = default,
                IsWritable = (WindowsFile.AccessOf(handle) & mapWrite) != 0,
                IsCoherent = false,
                IsNetwork = false,
                NeedsProcessorCopy = false,
                MemoryLength = *(long*)(information + 16),
            };
    }

    /// <summary>The same for a file that will replace another one; errors use the name of that one.</summary>
    internal static MapBacking Own(SafeFileHandle file, string path, NativeFailure failure) => Own(file, path, created: false, failure);

    /// <summary>Takes ownership of a handle and checks what kind of file it is.</summary>
    private static MapBacking Own(SafeFileHandle file, string? path, bool created, NativeFailure failure, bool sharesPosition = false)
    {
        int error = WindowsFile.TryStat(file, out FileStatus status);
        if (error == Win32Error.ERROR_SUCCESS && status.Type == BackingType.RegularFile)
        {
            return Describe(file, status, path, (WindowsFile.AccessOf(file) & FileConstants.FILE_WRITE_DATA) != 0, created, sharesPosition: sharesPosition);
        }

        file.Dispose();
        throw WindowsErrors.Translate(
            error != Win32Error.ERROR_SUCCESS ? error : Win32Error.ERROR_ACCESS_DENIED,
            error != Win32Error.ERROR_SUCCESS ? failure : failure with { Path = path, Backing = OfType(status) });
    }

    private static MapBacking Describe(SafeFileHandle file, FileStatus status, string? path, bool writable, bool created, bool immutable = false, bool sharesPosition = false, uint? sourceMode = null) => new()
    {
        File = file,
        Path = path,
        Type = status.Type,
        Identity = status.Identity,
        IsWritable = writable,
        IsCreated = created,
        IsCoherent = true,
        IsNetwork = WindowsFile.IsRemote(file),
        NeedsProcessorCopy = false,
        IsImmutable = immutable,
        SharesPosition = sharesPosition,
        SourceMode = sourceMode,
    };

    /// <summary>What could not be opened, so that the error can name its type.</summary>
    private static NativeFailure WithType(string path, NativeFailure failure) =>
        WindowsFile.TryStat(path, followLinks: true, out FileStatus status) == Win32Error.ERROR_SUCCESS
            ? failure with { Backing = OfType(status) }
            : failure;

    private static MapBacking OfType(FileStatus status) => new()
    {
        File = new SafeFileHandle(FileConstants.INVALID_HANDLE_VALUE, ownsHandle: false),
        Type = status.Type,
        Identity = status.Identity,
        IsWritable = false,
        IsCoherent = false,
        IsNetwork = false,
        NeedsProcessorCopy = false,
    };
}
