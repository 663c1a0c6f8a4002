using System;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>The bytes of the file of a POSIX semaphore.</summary>
internal static unsafe class PosixSemaphoreFile
{
    /// <summary>Reads the semaphore in a file; null if it is none.</summary>
    // SAFETY: the buffer is a local variable, one byte longer than a semaphore.
    internal static SemaphoreState? Read(SafeFileHandle file, ISemaphoreLayout layout)
    {
        byte* buffer = stackalloc byte[ISemaphoreLayout.Size + 1];
        nint got = Libc.pread(file, buffer, ISemaphoreLayout.Size + 1, 0);
        return got < 0 ? null : layout.Read(new ReadOnlySpan<byte>(buffer, (int)got));
    }
}
