using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;

namespace MmapModule.Platform.Windows.Files;

/// <summary>Reads and writes at offsets, whether a handle was opened for asynchronous use or not; .NET knows how.</summary>
internal static class FileIo
{
    /// <summary>Reads what there is at an offset; 0 at the end.</summary>
    internal static int Read(SafeFileHandle file, long offset, Span<byte> buffer, NativeFailure failure)
    {
        try
        {
            return RandomAccess.Read(file, buffer, offset);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Translate(error, failure with { Call = "ReadFile" });
        }
    }

    /// <summary>Reads what comes next from a device or a pipe; 0 at the end.</summary>
    // SAFETY: the buffer is pinned during the call.
    internal static unsafe int ReadNext(SafeFileHandle file, Span<byte> buffer, NativeFailure failure)
    {
        fixed (byte* start = buffer)
        {
            uint got;
            if (Kernel32.ReadFile(file, start, (uint)buffer.Length, &got, null) != 0)
            {
                return (int)got;
            }
        }

        int error = Marshal.GetLastPInvokeError();
        return error is Win32Error.ERROR_HANDLE_EOF or Win32Error.ERROR_BROKEN_PIPE ? 0 : throw WindowsErrors.Translate(error, failure);
    }

    /// <summary>Writes all bytes; an error tells how many had been written before it.</summary>
    internal static void Write(SafeFileHandle file, long offset, ReadOnlySpan<byte> bytes, NativeFailure failure)
    {
        // So many bytes at a time: a failure tells only that, not how far it got.
        const int piece = 1024 * 1024;
        for (int done = 0; done < bytes.Length;)
        {
            ReadOnlySpan<byte> part = bytes.Slice(done, Math.Min(piece, bytes.Length - done));
            try
            {
                RandomAccess.Write(file, part, offset + done);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw Translate(error, failure with { Call = "WriteFile", Transferred = done, ForWriting = true });
            }

            done += part.Length;
        }
    }

    /// <summary>The error behind an exception of .NET, whose HRESULT has the code of Windows.</summary>
    internal static MmapException Translate(Exception error, NativeFailure failure) => WindowsErrors.Translate(error.HResult & 0xFFFF, failure);

    /// <summary>Waits before an attempt that may succeed a moment later; longer from time to time.</summary>
    internal static void WaitABit(int attempt) => Thread.Sleep(Math.Min(attempt, 50));
}
