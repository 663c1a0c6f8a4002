using System;
using System.Runtime.InteropServices;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS.Errors;

namespace MmapModule.Platform.MacOS.Cache;

/// <summary>What is in memory of files and maps: mincore(2), which on macOS sees the cache of files too.</summary>
internal sealed unsafe class MacOSPageCache : IPageCache
{
    /// <inheritdoc/>
    public long Step => 16384L * Environment.SystemPageSize;

    /// <inheritdoc/>
    public bool ShowsFiles => true;

    /// <inheritdoc/>
    // macOS tells it only for maps.
    public PageCounts? Count(MapBacking file, MapRange range) => null;

    /// <inheritdoc/>
    public bool IsKnownEmpty(MapBacking file, MapRange range) => false;

    /// <inheritdoc/>
    public bool IsReliable(MapBacking file) => true;

    /// <inheritdoc/>
    public bool IsMemory(MapBacking file) => file.MemoryLength is not null;

    /// <inheritdoc/>
    // SAFETY: the vector is pinned and has a byte for each page; the kernel checks the addresses.
    public void GetResidency(nint address, long length, Span<byte> pages, string? path)
    {
        fixed (byte* vector = pages)
        {
            if (LibSystem.mincore(address, (nuint)length, vector) != 0)
            {
                throw MacOSErrors.Translate(Marshal.GetLastPInvokeError(), new NativeFailure { Call = "mincore", Path = path, Length = length });
            }
        }

        // A page that is only paged out, or was copied, has bits too.
        foreach (ref byte page in pages)
        {
            page &= MMapConstants.MINCORE_INCORE;
        }
    }

    /// <inheritdoc/>
    public void Evict(MapBacking file, MapRange range) => throw MapPlatform.NotSupported(
        "Dropping a file from the cache",
        "It gives way by itself when programs need the memory; as root, purge empties the whole cache.");

    /// <inheritdoc/>
    // Advice that is not taken does no harm.
    public void ReadNothingAhead(MapBacking file) => _ = SystemCalls.Fcntl(file.File, FileConstants.F_RDAHEAD, 0);

    /// <inheritdoc/>
    // SAFETY: the buffer is pinned while the kernel fills it.
    public int Read(MapBacking file, long offset, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            for (int attempt = 1; ; attempt++)
            {
                nint got = LibSystem.pread(file.File, bytes, (nuint)buffer.Length, offset);
                if (got >= 0)
                {
                    return (int)got;
                }

                int errno = Marshal.GetLastPInvokeError();
                if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
                {
                    throw MacOSErrors.Translate(errno, new NativeFailure { Call = "pread", Path = file.Path, Backing = file, Offset = offset, Length = buffer.Length });
                }
            }
        }
    }
}
