using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Access;
using MmapModule.Interop.MacOS;

namespace MmapModule.Platform.MacOS.Access;

/// <summary>
/// Reads a shared map of a file with pread(2): macOS has one cache for files and maps, so both show the same. Writes, and reads
/// that fail, go through the memory itself.
/// </summary>
internal sealed unsafe class FileReadCopier : MemoryCopier
{
    private readonly SafeFileHandle _file;
    private readonly MemoryCopier _memory;

    /// <param name="file">The mapped file; owned by the map, which closes it only when the gate is closed.</param>
    /// <param name="memory">What does the rest.</param>
    internal FileReadCopier(SafeFileHandle file, MemoryCopier memory)
        : base(readsFile: true)
    {
        _file = file;
        _memory = memory;
    }

    internal override string? ReadCall => "pread";

    internal override string? WriteCall => _memory.WriteCall;

    // SAFETY: pread touches only our own pinned buffer.
    internal override long CopyFrom(byte* destination, MappedPlace source, long count)
    {
        long done = 0;
        int attempts = 0;
        while (done < count)
        {
            nint got = LibSystem.pread(_file, destination + done, (nuint)(count - done), source.Position + done);
            if (got > 0)
            {
                done += got;
            }
            else if (got == 0)
            {
                // The end of the file: what the last page still shows beyond it are zeros that no file holds.
                return done;
            }
            else if (Marshal.GetLastPInvokeError() != Errno.EINTR || ++attempts == Interrupted.Attempts)
            {
                return done + _memory.CopyFrom(destination + done, MappedPlace.InMemory(source.Address + (nint)done), count - done);
            }
        }

        return done;
    }

    // SAFETY: passes the arguments on unchanged. pwrite is no choice here: it would make a truncated file longer.
    internal override long CopyTo(nint destination, byte* source, long count) => _memory.CopyTo(destination, source, count);
}
