using System;
using System.Threading;
using MmapModule.Platform.Linux.Errors;

namespace MmapModule.Platform.Linux.Limits;

/// <summary>
/// Refuses maps shortly before the process has vm.max_map_count of them. At the limit itself it would be too late: the
/// runtime then cannot map memory for compiled code and ends the process.
/// </summary>
internal static class MapCountGuard
{
    /// <summary>What a call that changes the middle of a mapping adds: it becomes three.</summary>
    internal const int Split = 2;

    /// <summary>How many mappings are left to the runtime.</summary>
    private const long Spare = 2048;

    private static long s_budget;

    /// <summary>Asks for mappings before a call that makes them. Counting costs milliseconds, so a count grants half of what is free at once.</summary>
    /// <param name="count">How many the call may add: 1 for a new mapping, <see cref="Split"/> for a change of a part of one.</param>
    /// <exception cref="MmapException">MapCountLimit.</exception>
    internal static void Take(int count = 1)
    {
        if (Interlocked.Add(ref s_budget, -count) >= 0)
        {
            return;
        }

        long used = Count();
        long free = LinuxLimits.MaxMapCount() - Spare - used;
        if (free < count && ForgottenMaps.Release())
        {
            used = Count();
            free = LinuxLimits.MaxMapCount() - Spare - used;
        }

        if (free < count)
        {
            (MmapErrorKind kind, string message, string action) = MemoryErrors.MapCount(used, Spare);
            throw new MmapException(kind, message, action);
        }

        Interlocked.Exchange(ref s_budget, (free - count) / 2);
    }

    /// <summary>The kernel merges neighbors, which part again when one of them is removed.</summary>
    private static long Count() => Math.Max(LinuxLimits.MapCount(), MapRegistry.Count);
}
