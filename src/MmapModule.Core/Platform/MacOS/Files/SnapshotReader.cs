using System;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Errors;

namespace MmapModule.Platform.MacOS.Files;

/// <summary>Reads a file, pipe or device to its end; waits for a slow writer, but always reacts to Ctrl+C.</summary>
internal sealed class SnapshotReader
{
    private const int PollMilliseconds = 100;

    private readonly SafeFileHandle _source;
    private readonly string _path;
    private readonly CancellationToken _cancellation;
    private bool _awaitsWriter;

    /// <param name="source">Opened with O_NONBLOCK.</param>
    /// <param name="type">A pipe without writer looks like one at its end, so there the first writer is waited for.</param>
    /// <param name="path">For messages.</param>
    /// <param name="cancellation">Checked several times a second.</param>
    internal SnapshotReader(SafeFileHandle source, BackingType type, string path, CancellationToken cancellation)
    {
        _source = source;
        _path = path;
        _cancellation = cancellation;
        _awaitsWriter = type == BackingType.Pipe;
    }

    /// <summary>Reads the next bytes; 0 at the end.</summary>
    // SAFETY: the span is pinned while the kernel fills it.
    internal unsafe int Read(Span<byte> buffer, long position)
    {
        while (true)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (_awaitsWriter && !CanRead())
            {
                continue;
            }

            fixed (byte* bytes = buffer)
            {
                nint got = LibSystem.read(_source, bytes, (nuint)buffer.Length);
                _awaitsWriter = false;
                if (got >= 0)
                {
                    return (int)got;
                }
            }

            int errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.EAGAIN)
            {
                _awaitsWriter = true;
            }
            else if (errno != Errno.EINTR)
            {
                throw MacOSErrors.Translate(errno, new NativeFailure { Call = "read", Path = _path, Offset = position });
            }
        }
    }

    /// <summary>Waits a little; a writer that has come and gone counts as something to read: the end.</summary>
    // SAFETY: the structure is a local variable; the file is held open, so its number stays its own.
    private unsafe bool CanRead()
    {
        using HeldDescriptor held = new(_source);
        PollDescriptor descriptor = new() { fd = held.Number, events = PollDescriptor.POLLIN };
        return LibSystem.poll(&descriptor, 1, PollMilliseconds) > 0;
    }
}
