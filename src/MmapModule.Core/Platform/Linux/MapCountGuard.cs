using System.Threading;

namespace MmapModule.Platform.Linux;

/// <summary>
/// Refuses maps shortly before the process has vm.max_map_count of them. At the limit itself it would be too late: the
/// runtime then cannot map memory for compiled code and ends the process.
/// </summary>
internal static class MapCountGuard
{
    /// <summary>How many mappings are left to the runtime.</summary>
    private const long Spare = 2048;

    private static long s_budget;

    /// <summary>Asks for one mapping. Counting costs milliseconds, so a count grants half of what is free at once.</summary>
    /// <exception cref="MmapException">MapCountLimit.</exception>
    internal static void Take()
    {
        if (Interlocked.Decrement(ref s_budget) >= 0)
        {
            return;
        }

        long count = LinuxLimits.MapCount();
        long free = LinuxLimits.MaxMapCount() - Spare - count;
        if (free <= 0)
        {
            (MmapErrorKind kind, string message, string action) = MemoryErrors.MapCount(count, Spare);
            throw new MmapException(kind, message, action);
        }

        Interlocked.Exchange(ref s_budget, free / 2);
    }
}
