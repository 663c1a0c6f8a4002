using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux.Proc;

/// <summary>
/// Reads whole files of /proc, whose length nobody knows before, into one buffer that serves for one file after the other.
/// The file is closed before anything is done with its content.
/// </summary>
internal sealed unsafe class ProcBuffer : IDisposable
{
    /// <summary>The kernel hands out at most one page of these files per call, so larger steps gain nothing.</summary>
    private const int SmallestFree = 4096;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _length;

    /// <summary>What has been read; valid until the next file.</summary>
    internal ReadOnlySpan<byte> Content => _buffer.AsSpan(0, _length);

    /// <summary>Reads a file; the error number, or 0.</summary>
    /// <exception cref="OperationCanceledException">If <paramref name="stop"/> was signalled.</exception>
    // SAFETY: the path is pinned and ends with a zero byte.
    internal int Load(string path, CancellationToken stop = default)
    {
        _length = 0;
        int fd;
        fixed (byte* name = LinuxFile.NativePath(path))
        {
            int attempts = 0;
            do
            {
                fd = Libc.open(name, FileConstants.O_RDONLY | FileConstants.O_CLOEXEC | FileConstants.O_NOCTTY, 0);
            }
            while (fd < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR && ++attempts < Interrupted.Attempts);
        }

        if (fd < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        using SafeFileHandle file = new(fd, ownsHandle: true);
        return ReadToEnd(file, stop);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _length = 0;
        ArrayPool<byte>.Shared.Return(buffer);
    }

    // SAFETY: the buffer is pinned while the kernel writes to it, and never more than is free.
    private int ReadToEnd(SafeFileHandle file, CancellationToken stop)
    {
        for (int attempts = 0; ;)
        {
            stop.ThrowIfCancellationRequested();
            if (_buffer.Length - _length < SmallestFree)
            {
                Grow();
            }

            nint got;
            fixed (byte* bytes = _buffer)
            {
                got = Libc.read(file, bytes + _length, (nuint)(_buffer.Length - _length));
            }

            if (got == 0)
            {
                return 0;
            }

            if (got > 0)
            {
                _length += (int)got;
            }
            else if (Marshal.GetLastPInvokeError() != Errno.EINTR || ++attempts == Interrupted.Attempts)
            {
                return Marshal.GetLastPInvokeError();
            }
        }
    }

    private void Grow()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Content.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
