using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;

namespace MmapModule.Platform.Windows.Memory;

/// <summary>Memory with a name: sections of the paging file. They go when the last process closes them.</summary>
internal sealed class WindowsSharedMemory : ISharedMemory
{
    /// <summary>A name that others close and create again all the time is given up after this many attempts.</summary>
    private const int OpenAttempts = 100;

    private const string Type = "Section";

    /// <summary>0600: what every new object is.</summary>
    private const uint OwnerOnly = 0x180;

    /// <inheritdoc/>
    public MapBacking Open(string name, SharedMemoryMode mode, long? size, bool writable, bool allowForeignOwner, uint? permission)
    {
        string fullName = KernelName.TryFull(name) ?? throw SectionErrors.BadName(name);
        _ = permission is null or OwnerOnly ? permission : throw SectionErrors.NoPermission();
        NativeFailure failure = new() { Call = "OpenFileMapping", SharedName = name, ForWriting = writable, Length = size };
        for (int attempt = 1; ; attempt++)
        {
            if (mode != SharedMemoryMode.Create)
            {
                SafeFileHandle section = TryOpen(fullName, writable, out int error);
                if (error == 0)
                {
                    return Own(section, fullName, failure, size, allowForeignOwner);
                }

                if (error != Win32Error.ERROR_FILE_NOT_FOUND || mode == SharedMemoryMode.Open || size is null)
                {
                    throw WindowsErrors.Translate(error, failure);
                }
            }

            if (Create(fullName, size!.Value, failure with { Call = "CreateFileMapping" }) is { } created)
            {
                return Own(created, fullName, failure, size, allowForeignOwner: true, isCreated: true);
            }

            if (mode == SharedMemoryMode.Create || attempt == OpenAttempts)
            {
                throw WindowsErrors.Translate(Win32Error.ERROR_ALREADY_EXISTS, failure with { Call = "CreateFileMapping" });
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names() => KernelFolder.Names(Type);

    /// <inheritdoc/>
    public IReadOnlyList<SharedMemoryInfo> Describe(IReadOnlyCollection<string> names)
    {
        List<SharedMemoryInfo> result = [];
        foreach (string name in names)
        {
            if (KernelName.TryFull(name.TrimStart('/')) is { } fullName && Describe(fullName) is { } info)
            {
                result.Add(info);
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public void Remove(string name)
    {
        string fullName = KernelName.TryFull(name) ?? throw SectionErrors.BadName(name);
        using SafeFileHandle section = TryOpen(fullName, writable: false, out int error);
        throw error is 0 or Win32Error.ERROR_ACCESS_DENIED
            ? SectionErrors.CannotRemove(name)
            : WindowsErrors.Translate(error, new NativeFailure { Call = "OpenFileMapping", SharedName = name });
    }

    /// <inheritdoc/>
    public SharedSegment OpenSegmentKey(int key, SharedMemoryMode mode, long? size, bool allowForeignOwner, uint? permission) => throw SectionErrors.NoSegments();

    /// <inheritdoc/>
    public SharedSegment OpenSegment(int id, bool allowForeignOwner) => throw SectionErrors.NoSegments();

    /// <inheritdoc/>
    public IReadOnlyList<SharedMemoryInfo> DescribeSegments() => throw SectionErrors.NoSegments();

    /// <inheritdoc/>
    public void RemoveSegment(int id) => throw SectionErrors.NoSegments();

    /// <inheritdoc/>
    public string? NameOf(FileInfo file) => null;

    private static SafeFileHandle TryOpen(string fullName, bool writable, out int error)
    {
        const uint look = ObjectConstants.SECTION_QUERY | ObjectConstants.READ_CONTROL;
        uint access = look | MemoryConstants.FILE_MAP_READ | (writable ? MemoryConstants.FILE_MAP_WRITE : 0);
        nint handle = Kernel32.OpenFileMappingW(access, 0, fullName);
        error = handle == 0 ? Marshal.GetLastPInvokeError() : 0;
        return new SafeFileHandle(handle, ownsHandle: true);
    }

    /// <summary>Creates a section; null if there is one of that name.</summary>
    private static SafeFileHandle? Create(string fullName, long size, NativeFailure failure)
    {
        if (size == 0)
        {
            throw SectionErrors.Empty();
        }

        const uint protection = MemoryConstants.PAGE_READWRITE | MemoryConstants.SEC_COMMIT;
        nint handle = Kernel32.CreateFileMappingW(FileConstants.INVALID_HANDLE_VALUE, 0, protection, (uint)(size >> 32), (uint)size, fullName);
        int error = Marshal.GetLastPInvokeError();
        SafeFileHandle section = new(handle, ownsHandle: true);
        if (error == Win32Error.ERROR_ALREADY_EXISTS && handle != 0)
        {
            section.Dispose();
            return null;
        }

        return handle != 0 ? section : throw WindowsErrors.Translate(error, failure);
    }

    /// <summary>Finds out about an open section, which is closed if it is not to be used.</summary>
    private static MapBacking Own(SafeFileHandle section, string fullName, NativeFailure failure, long? size, bool allowForeignOwner, bool isCreated = false)
    {
        try
        {
            if (!allowForeignOwner && KernelOwner.Of(section) is { IsOwn: false, Name: var owner })
            {
                throw SectionErrors.ForeignOwner(failure.SharedName!, owner);
            }

            int status = TryGetLength(section, out long length);
            if (status != 0)
            {
                throw WindowsErrors.Translate(status, failure with { Call = "NtQuerySection" });
            }

            OpenHandles.Add(fullName, section);
            return new MapBacking
            {
                File = section,
                Type = BackingType.RegularFile,
                Identity = KernelName.Identity(fullName),
                IsWritable = failure.ForWriting,
                IsCreated = isCreated,
                IsCoherent = true,
                IsNetwork = false,
                NeedsProcessorCopy = false,

                // Windows remembers whole pages only: whoever says how long it is means the same.
                MemoryLength = size is { } wanted && MapRange.AlignUp(wanted, Environment.SystemPageSize) == length ? wanted : length,
            };
        }
        catch
        {
            section.Dispose();
            throw;
        }
    }

    /// <summary>The length of a section in bytes, in whole pages; returns an NTSTATUS.</summary>
    // SAFETY: the structure is a local variable, and the handle is held during the call.
    private static unsafe int TryGetLength(SafeFileHandle section, out long length)
    {
        SectionBasicInformation found = default;
        using HeldFile held = new(section);
        int status = NtDll.NtQuerySection(section, FileConstants.SectionBasicInformation, &found, (nuint)sizeof(SectionBasicInformation), null);
        length = MapRange.AlignUp(found.Size, Environment.SystemPageSize);
        return status;
    }

    private static SharedMemoryInfo? Describe(string fullName)
    {
        using SafeFileHandle section = TryOpen(fullName, writable: false, out int error);
        if (error is not (0 or Win32Error.ERROR_ACCESS_DENIED))
        {
            return null;
        }

        long length = 0;
        bool isSeen = error == 0 && TryGetLength(section, out length) == 0;
        return new SharedMemoryInfo
        {
            Name = KernelName.Shown(fullName),
            Size = length,
            Owner = isSeen ? KernelOwner.Of(section).Name : string.Empty,
            Mode = string.Empty,
            ProcessId = OpenHandles.Contains(fullName) ? [Environment.ProcessId] : [],

            // It exists, so somebody has it open.
            IsOrphan = false,
            Reliable = false,
            LastWriteTime = null,
        };
    }
}
