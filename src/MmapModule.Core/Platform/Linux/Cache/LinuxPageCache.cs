using System;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux.Cache;

/// <summary>What the page cache holds of an open file: cachestat(2), mincore(2) and posix_fadvise(2).</summary>
internal sealed unsafe class LinuxPageCache : IPageCache
{
    /// <summary>mincore is asked about this many bytes at a time: a few milliseconds at most, and a vector of 64 KiB with pages of 4 KiB.</summary>
    internal static readonly long Step = 65536L * Environment.SystemPageSize;

    private static readonly ProbedOnce s_canCount = new(ProbeCount);

    /// <summary>False where the kernel is older than 6.5 or a sandbox forbids cachestat. Found out once.</summary>
    internal static bool CanCount => !ForceMinCore && s_canCount.Value;

    /// <summary>For tests: do as if this kernel had no cachestat.</summary>
    internal static bool ForceMinCore { get; set; }

    long IPageCache.Step => Step;

    /// <inheritdoc/>
    public bool ShowsFiles => true;

    /// <inheritdoc/>
    public PageCounts? Count(MapBacking file, MapRange range)
    {
        PageCounts counts = default;
        int errno = CanCount ? TryCount(file.File, range, out counts) : Errno.ENOSYS;
        return errno switch
        {
            0 => counts,
            Errno.ENOSYS or Errno.EPERM or Errno.EOPNOTSUPP => null,
            _ => throw LinuxErrors.Translate(errno, new NativeFailure { Call = "cachestat", Path = file.Path, Backing = file, Offset = range.Offset, Length = range.Length }),
        };
    }

    /// <inheritdoc/>
    /// <remarks>Evicted pages count too: a swapped page of tmpfs and a page of persistent memory are such entries, and may be in memory.</remarks>
    public bool IsKnownEmpty(MapBacking file, MapRange range) => Count(file, range) is { Cached: 0, Evicted: 0 };

    /// <inheritdoc/>
    public bool IsReliable(MapBacking file) => PageCacheTrust.IsReliable(file.File);

    /// <inheritdoc/>
    public bool IsMemory(MapBacking file) => FileSystems.IsMemory(LinuxFile.FileSystemType(file.File));

    /// <summary>True if the kernel refuses to count pages of this file for this user.</summary>
    internal static bool IsRefused(SafeFileHandle file) => CanCount && TryCount(file, new MapRange(0, 1), out _) == Errno.EPERM;

    /// <inheritdoc/>
    // SAFETY: the vector is pinned and has a byte for each page; the kernel checks the addresses.
    public void GetResidency(nint address, long length, Span<byte> pages, string? path)
    {
        fixed (byte* vector = pages)
        {
            for (int attempt = 1; Libc.mincore(address, (nuint)length, vector) != 0; attempt++)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno != Errno.EAGAIN || attempt == Interrupted.ShortOfResources)
                {
                    throw LinuxErrors.Translate(errno, new NativeFailure { Call = "mincore", Path = path, Length = length });
                }

                Thread.Sleep(1);
            }
        }
    }

    /// <inheritdoc/>
    public void Evict(MapBacking file, MapRange range)
    {
        int errno = Libc.posix_fadvise(file.File, range.Offset, range.Length, FileConstants.POSIX_FADV_DONTNEED);
        if (errno != 0)
        {
            throw LinuxErrors.Translate(errno, new NativeFailure { Call = "posix_fadvise", Path = file.Path, Backing = file });
        }
    }

    /// <inheritdoc/>
    // Advice that is not taken does no harm.
    public void ReadNothingAhead(MapBacking file) => _ = Libc.posix_fadvise(file.File, 0, 0, FileConstants.POSIX_FADV_RANDOM);

    /// <inheritdoc/>
    // SAFETY: the buffer is pinned while the kernel fills it.
    public int Read(MapBacking file, long offset, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            for (int attempt = 1; ; attempt++)
            {
                nint got = Libc.pread(file.File, bytes, (nuint)buffer.Length, offset);
                if (got >= 0)
                {
                    return (int)got;
                }

                int errno = Marshal.GetLastPInvokeError();
                if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
                {
                    throw LinuxErrors.Translate(errno, new NativeFailure { Call = "pread", Path = file.Path, Backing = file, Offset = offset, Length = buffer.Length });
                }
            }
        }
    }

    // SAFETY: both structures are local variables.
    private static int TryCount(SafeFileHandle file, MapRange range, out PageCounts counts)
    {
        CachestatRange wanted = new() { off = (ulong)range.Offset, len = (ulong)range.Length };
        CachestatBuffer found = default;
        int errno = Libc.syscall(SyscallNumbers.Cachestat, file, (nint)(&wanted), (nint)(&found), 0) == 0 ? 0 : Marshal.GetLastPInvokeError();
        counts = new PageCounts((long)found.nr_cache, (long)found.nr_dirty, (long)found.nr_writeback, (long)found.nr_evicted);
        return errno;
    }

    /// <summary>Asks about a file of our own, so that a refusal can only be meant for the call itself.</summary>
    private static bool? ProbeCount()
    {
        if (!SeccompFilter.MayTry)
        {
            return false;
        }

        try
        {
            using MapBacking own = MapPlatform.Current.CreateMemoryFile("MmapModule.probe", 0);
            return TryCount(own.File, default, out _) == 0;
        }
        catch (MmapException)
        {
            // No descriptor or no memory is left for the question.
            return null;
        }
    }
}
