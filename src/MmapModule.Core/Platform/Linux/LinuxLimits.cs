using System;
using System.Globalization;
using System.IO;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux;

/// <summary>The numbers behind the limits, read when an error needs them.</summary>
internal static class LinuxLimits
{
    private const long MemoryReserve = 256L * 1024 * 1024;

    internal static long MaxMapCount() => ReadNumber("/proc/sys/vm/max_map_count", 65530);

    /// <summary>
    /// The lowest address that may be mapped. The kernel lets root go below vm.mmap_min_addr, but .NET needs the first
    /// 64 KiB to stay free: that is how it notices null references.
    /// </summary>
    internal static long MinimumAddress() => Math.Max(ReadNumber("/proc/sys/vm/mmap_min_addr", 0), 65536);

    internal static long DefaultHugePageSize() => Field("/proc/meminfo", "Hugepagesize:") * 1024;

    /// <summary>What can be allocated without pushing anybody out, in bytes; a container's limit counts too.</summary>
    internal static long AvailableMemory() => Math.Min(
        (Field("/proc/meminfo", "MemAvailable:") + Field("/proc/meminfo", "SwapFree:")) * 1024,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>
    /// Whether so much more memory can be filled and leave the system room to breathe. Past that point the kernel would
    /// not report an error but kill a process, most likely this one.
    /// </summary>
    internal static bool HasMemoryFor(long bytes) => AvailableMemory() - bytes >= MemoryReserve;

    /// <summary>A field of /proc/self/status that is given in kB, in bytes.</summary>
    internal static long StatusBytes(string field) => Field("/proc/self/status", field) * 1024;

    internal static long FreeHugePages(long size) =>
        ReadNumber(FormattableString.Invariant($"/sys/kernel/mm/hugepages/hugepages-{size / 1024}kB/free_hugepages"), 0);

    /// <summary>How many mappings this process has.</summary>
    internal static long MapCount()
    {
        long count = 0;
        try
        {
            foreach (string _ in File.ReadLines("/proc/self/maps"))
            {
                count++;
            }
        }
        catch (IOException)
        {
            // Without /proc the number is unknown; the error then names another reason.
        }

        return count;
    }

    internal static long OpenDescriptors()
    {
        try
        {
            return Directory.GetFileSystemEntries("/proc/self/fd").Length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Listing needs a descriptor itself: none is left.
            return (long)Get(FileConstants.RLIMIT_NOFILE);
        }
    }

    /// <summary>A soft limit of getrlimit(2).</summary>
    // SAFETY: the structure is a local variable.
    internal static unsafe ulong Get(int resource)
    {
        RLimit limit;
        return Libc.getrlimit(resource, &limit) == 0 ? limit.rlim_cur : RLimit.RLIM_INFINITY;
    }

    private static long ReadNumber(string path, long fallback)
    {
        try
        {
            return long.TryParse(File.ReadAllText(path), NumberStyles.Integer, CultureInfo.InvariantCulture, out long value) ? value : fallback;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return fallback;
        }
    }

    private static long Field(string path, string name)
    {
        try
        {
            foreach (string line in File.ReadLines(path))
            {
                if (line.StartsWith(name, StringComparison.Ordinal))
                {
                    string[] parts = line[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                    return long.Parse(parts[0], CultureInfo.InvariantCulture);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            // The number is only for a message.
        }

        return 0;
    }
}
