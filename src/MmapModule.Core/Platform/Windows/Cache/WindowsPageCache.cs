using System;
using MmapModule.Interop.Windows;
using MmapModule.Platform.Windows.Errors;
using MmapModule.Platform.Windows.Files;

namespace MmapModule.Platform.Windows.Cache;

/// <summary>What is in memory: for maps the working set of this process. Windows does not tell what its cache holds of a file.</summary>
internal sealed unsafe class WindowsPageCache : IPageCache
{
    /// <summary>Pages that are asked about at a time.</summary>
    private const int Batch = 8192;

    /// <inheritdoc/>
    public long Step => (long)Batch * Environment.SystemPageSize;

    /// <inheritdoc/>
    public bool ShowsFiles => false;

    /// <inheritdoc/>
    public PageCounts? Count(MapBacking file, MapRange range) => throw Missing();

    /// <inheritdoc/>
    public bool IsKnownEmpty(MapBacking file, MapRange range) => false;

    /// <inheritdoc/>
    public bool IsReliable(MapBacking file) => true;

    /// <inheritdoc/>
    public bool IsMemory(MapBacking file) => file.MemoryLength is not null;

    /// <inheritdoc/>
    // SAFETY: the array is pinned, and the size of those in use is passed on; the system checks the addresses.
    public void GetResidency(nint address, long length, Span<byte> pages, string? path)
    {
        WorkingSetExInformation[] found = new WorkingSetExInformation[Math.Min(Batch, pages.Length)];
        for (int done = 0; done < pages.Length; done += found.Length)
        {
            int count = Math.Min(found.Length, pages.Length - done);
            for (int i = 0; i < count; i++)
            {
                found[i] = new WorkingSetExInformation { VirtualAddress = address + ((nint)(done + i) * Environment.SystemPageSize) };
            }

            fixed (WorkingSetExInformation* start = found)
            {
                if (Kernel32.K32QueryWorkingSetEx(Kernel32.GetCurrentProcess(), start, (uint)(count * sizeof(WorkingSetExInformation))) == 0)
                {
                    throw WindowsErrors.Last(new NativeFailure { Call = "QueryWorkingSetEx", Path = path, Length = length });
                }
            }

            for (int i = 0; i < count; i++)
            {
                pages[done + i] = (byte)(found[i].VirtualAttributes & WorkingSetExInformation.Valid);
            }
        }
    }

    /// <inheritdoc/>
    public void Evict(MapBacking file, MapRange range) => throw Missing();

    /// <inheritdoc/>
    // Advice that is not taken does no harm.
    public void ReadNothingAhead(MapBacking file)
    {
    }

    /// <inheritdoc/>
    public int Read(MapBacking file, long offset, Span<byte> buffer) =>
        FileIo.Read(file.File, offset, buffer, new NativeFailure { Call = "ReadFile", Path = file.Path, Backing = file, Offset = offset, Length = buffer.Length });

    private static MmapException Missing() => new(
        MmapErrorKind.PlatformNotSupported,
        "Windows does not tell what its cache holds of a file, and drops nothing from it on request.",
        "Get-MemoryMapResidency tells which pages of a map are in the working set of this process; the cache gives way by itself when programs need memory.");
}
