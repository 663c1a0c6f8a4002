using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Files;
using MmapModule.Platform.Windows.Views;

namespace MmapModule.Platform.Windows;

/// <content>Making sections, and mapping views of them.</content>
internal sealed partial class WindowsPlatform
{
    private readonly ViewTable _views = new();

    /// <inheritdoc/>
    // What OpenFile has opened is a file, and every file can be mapped.
    public void CheckMappable(MapBacking backing)
    {
    }

    /// <inheritdoc/>
    public nint Map(MapRequest request) => Map(request, place: 0);

    /// <summary>The same in a placeholder of the right length, unless that is 0.</summary>
    private nint Map(MapRequest request, nint place)
    {
        WindowsFlags.Check(request);
        bool isBound = (request.Flags & (MapFlags.Fixed | MapFlags.FixedNoReplace)) != 0;
        NativeFailure failure = new()
        {
            Call = "MapViewOfFile3",
            Path = request.Backing?.Path,
            Offset = request.FileOffset,
            Length = request.Length,
            Request = isBound ? request : request with { Address = 0 },
            ForWriting = request.Protection.HasFlag(MapProtection.Write),
        };
        if (request.Replace)
        {
            UnmapPart((nint)request.Address, request.Length, request.Backing, 0);
        }

        try
        {
            using Section section = OpenSection(request, failure);
            return Map(request, section, isBound, place, failure);
        }
        catch (MmapException error) when (request.Replace)
        {
            error.HasUnmapped = true;
            throw;
        }
    }

    private nint Map(MapRequest request, Section section, bool isBound, nint place, NativeFailure failure)
    {
        if (MapRange.AlignUp(section.Length, PageSize) < request.FileOffset + request.Length)
        {
            // Somebody has cut the file since its length was read.
            throw WindowsErrors.Translate(Win32Error.ERROR_FILE_INVALID, failure);
        }

        uint access = ViewAccess(request);
        bool isLow = request.Flags.HasFlag(MapFlags.Low32Bit) && !isBound;
        bool hasPlaceholder = true;
        int error;
        nint address = place != 0
            ? ViewMapper.TryReplace(section, request.FileOffset, request.Length, access, place, out error)
            : ViewMapper.TryMap(section, request.FileOffset, request.Length, access, (nint)request.Address, isLow, out hasPlaceholder, out error);
        if (address == 0 && !isBound && request.Address != 0)
        {
            // The address was only a wish.
            address = ViewMapper.TryMap(section, request.FileOffset, request.Length, access, 0, isLow, out hasPlaceholder, out error);
        }

        if (address == 0)
        {
            throw WindowsErrors.Translate(error, failure);
        }

        View view = new()
        {
            Address = address,
            Length = request.Length,
            Section = section,
            Offset = request.FileOffset,
            Access = access,
            IsCopyOnWrite = request.IsPrivate && request.Backing is not null,
            IsFile = request.Backing is { MemoryLength: null },
            IsSoleView = request.Backing is null,
            Identity = request.Backing?.Identity ?? default,
            IsReserved = section.IsReserved,
            HasPlaceholder = hasPlaceholder,
        };
        _views.Add(view);
        try
        {
            if (WindowsFlags.Page(request.Protection, view.IsCopyOnWrite) != access)
            {
                Protect(address, request.Length, request, 0);
            }

            Prepare(request, address);
            return address;
        }
        catch
        {
            Release(address, request.Length, request.Backing);
            throw;
        }
    }

    /// <summary>Locks and populates, if that is wanted. NonBlock cancels the population, as it does elsewhere.</summary>
    private void Prepare(MapRequest request, nint address)
    {
        FaultContext all = new()
        {
            Backing = request.Backing,
            FileOffset = request.FileOffset,
            Requested = request.Length,
            IsPrivate = request.IsPrivate,
            Protection = request.Protection,
            Flags = request.Flags,
        };
        if (request.Flags.HasFlag(MapFlags.NoReserve | MapFlags.Locked) && request.Backing is null)
        {
            Touch(address, request.Length, isWrite: true, all);
        }

        if (request.Flags.HasFlag(MapFlags.Locked) && request.Protection != MapProtection.None)
        {
            Lock(address, request.Length, onFault: false, request, all);
        }

        if (request.Flags.HasFlag(MapFlags.Populate) && !request.Flags.HasFlag(MapFlags.NonBlock) && request.Protection != MapProtection.None)
        {
            bool forWriting = request.IsPrivate && request.Protection.HasFlag(MapProtection.Write);
            Advise(address, request.Length, forWriting ? MapAdvice.PopulateWrite : MapAdvice.PopulateRead, request, all);
        }
    }

    /// <summary>
    /// The protection that a view is mapped with: the most that pages of it can get later. Changes of a private view count as memory
    /// from the start, so it gets the right to write only when that is wanted; it can be added later.
    /// </summary>
    private static uint ViewAccess(MapRequest request)
    {
        if (request.IsPrivate && request.Backing is not null)
        {
            return WindowsFlags.Page(request.Protection | MapProtection.Read, isCopyOnWrite: true);
        }

        bool writable = request.Backing?.IsWritable ?? true;
        return WindowsFlags.Page(MapProtection.Read | (writable ? MapProtection.Write : 0) | request.Protection, isCopyOnWrite: false);
    }

    /// <summary>A section for a request.</summary>
    private static Section OpenSection(MapRequest request, NativeFailure failure)
    {
        if (request.Backing is not { } backing)
        {
            uint kind = request.Protection.HasFlag(MapProtection.Execute) ? MemoryConstants.PAGE_EXECUTE_READWRITE : MemoryConstants.PAGE_READWRITE;
            nint memory = Kernel32.CreateFileMappingW(FileConstants.INVALID_HANDLE_VALUE, 0, kind | (request.Flags.HasFlag(MapFlags.NoReserve) ? MemoryConstants.SEC_RESERVE : MemoryConstants.SEC_COMMIT), (uint)(request.Length >> 32), (uint)request.Length, null);
            return memory != 0 ? new Section(memory, request.Length) { IsReserved = request.Flags.HasFlag(MapFlags.NoReserve) } : throw WindowsErrors.Last(failure with { Call = "CreateFileMapping" });
        }

        if (!request.IsPrivate && request.Protection.HasFlag(MapProtection.Write) && !backing.IsWritable)
        {
            throw backing.IsImmutable
                ? ProtectionErrors.Snapshot(backing.Path)
                : WindowsErrors.Translate(Win32Error.ERROR_ACCESS_DENIED, failure with { Request = request });
        }

        using HeldFile held = new(backing.File);
        if (backing.MemoryLength is { } length)
        {
            // The view has a section of its own, so that it outlives the handle.
            nint process = Kernel32.GetCurrentProcess();
            return new Section(DuplicateRaw(process, backing.File, failure), length);
        }

        uint protection = request.IsPrivate
            ? WindowsFlags.Page(MapProtection.ReadWrite | (request.Protection & MapProtection.Execute), isCopyOnWrite: true)
            : ViewAccess(request);
        if (!request.Protection.HasFlag(MapProtection.Execute))
        {
            return CreateSection(backing.File, protection, failure);
        }

        // The right to execute is not asked for when files are opened: few are mapped for that.
        uint access = FileConstants.GENERIC_READ | FileConstants.GENERIC_EXECUTE | (backing.IsWritable && !request.IsPrivate ? FileConstants.GENERIC_WRITE : 0);
        nint again = Kernel32.ReOpenFile(backing.File, access, FileConstants.FILE_SHARE_ALL, 0);
        using SafeFileHandle program = again != FileConstants.INVALID_HANDLE_VALUE
            ? new SafeFileHandle(again, ownsHandle: true)
            : throw WindowsErrors.Last(failure with { Call = "ReOpenFile", Request = request });
        return CreateSection(program, protection, failure);
    }

    // SAFETY: the number is a local variable.
    private static unsafe nint DuplicateRaw(nint process, SafeFileHandle handle, NativeFailure failure)
    {
        nint copy;
        return Kernel32.DuplicateHandle(process, handle, process, &copy, 0, 0, FileConstants.DUPLICATE_SAME_ACCESS) != 0
            ? copy
            : throw WindowsErrors.Last(failure with { Call = "DuplicateHandle" });
    }

    /// <summary>Makes a section of a whole file, as long as it is now.</summary>
    private static Section CreateSection(SafeFileHandle file, uint protection, NativeFailure failure)
    {
        nint section = Kernel32.CreateFileMappingW(file, 0, protection, 0, 0, null);
        if (section == 0)
        {
            throw WindowsErrors.Last(failure with { Call = "CreateFileMapping" });
        }

        // The length of the file may have changed meanwhile.
        Section made = new(section);
        int status = made.ReadLength();
        if (status >= 0)
        {
            return made;
        }

        made.Dispose();
        throw WindowsErrors.Translate(status, failure with { Call = "NtQuerySection" });
    }
}
