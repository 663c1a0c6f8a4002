using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Access;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Access;

/// <summary>
/// Reads a shared map of an ordinary file with pread(2), which sees the same page cache, needs no page table and runs at
/// the speed of memcpy. Writes, and reads that come up short, go through the memory itself.
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
        long done = Read(destination, source.Position, count, out bool isEnd);

        // At the end of the file, what the last page still shows beyond it are zeros that no file holds.
        return isEnd || done == count ? done
            : done + _memory.CopyFrom(destination + done, MappedPlace.InMemory(source.Address + (nint)done), count - done);
    }

    // SAFETY: pread checks the pages that it writes to.
    internal override long CopyBetween(nint destination, MappedPlace source, long count) => Read((byte*)destination, source.Position, count, out _);

    // SAFETY: passes the arguments on unchanged. pwrite is no choice here: it would make a truncated file longer.
    internal override long CopyTo(nint destination, byte* source, long count) => _memory.CopyTo(destination, source, count);

    // SAFETY: the kernel writes to the destination, which is pinned, or mapped and checked by it.
    private long Read(byte* destination, long position, long count, out bool isEnd)
    {
        long done = 0;
        int attempts = 0;
        isEnd = false;
        while (done < count)
        {
            nint got = Libc.pread(_file, destination + done, (nuint)(count - done), position + done);
            if (got > 0)
            {
                done += got;
            }
            else if (got == 0 || Marshal.GetLastPInvokeError() != Errno.EINTR || ++attempts == Interrupted.Attempts)
            {
                isEnd = got == 0;
                return done;
            }
        }

        return done;
    }
}
