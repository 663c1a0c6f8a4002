using System;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux;

/// <summary>System calls for which older C libraries have no function, glibc before 2.28 and musl before 1.2.4 among them.</summary>
internal static unsafe class SystemCalls
{
    /// <summary>statx(2): the one stat whose structure is the same on every architecture.</summary>
    // SAFETY: the caller passes pointers that stay valid for the whole call; the kernel keeps nothing.
    internal static int StatX(int folder, byte* path, int flags, uint mask, StatXBuffer* status) =>
        (int)Libc.syscall(SyscallNumbers.StatX, folder, (nint)path, flags, (nint)mask, (nint)status);

    /// <summary>memfd_create(2).</summary>
    // SAFETY: as above.
    internal static int MemFdCreate(byte* name, uint flags) => (int)Libc.syscall(SyscallNumbers.MemFdCreate, (nint)name, (nint)flags, 0, 0);

    /// <summary>mlock2(2).</summary>
    // SAFETY: the kernel checks the addresses.
    internal static int MLock2(nint address, nuint length, uint flags) => (int)Libc.syscall(SyscallNumbers.MLock2, address, (nint)length, (nint)flags, 0);

    /// <summary>copy_file_range(2).</summary>
    // SAFETY: the caller's offsets stay valid for the whole call.
    internal static nint CopyFileRange(SafeFileHandle source, long* from, SafeFileHandle destination, long* to, nuint length)
    {
        using HeldDescriptor read = new(source);
        using HeldDescriptor written = new(destination);
        return Libc.syscall(SyscallNumbers.CopyFileRange, read.Number, (nint)from, written.Number, (nint)to, (nint)length, 0);
    }
}
