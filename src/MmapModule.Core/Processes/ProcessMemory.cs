using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>What the processes of this machine map.</summary>
public static class ProcessMemory
{
    /// <summary>The ids of all processes that this user can see.</summary>
    /// <returns>The ids in ascending order; some may have ended by the time they are looked at.</returns>
    /// <exception cref="MmapException">PlatformNotSupported.</exception>
    public static IReadOnlyList<int> ProcessIds() => MapPlatform.Current.Processes.ProcessIds();

    /// <summary>The name of a process, as Get-Process shows it.</summary>
    /// <param name="processId">The id of the process.</param>
    /// <returns>The name; null if there is no such process.</returns>
    /// <exception cref="MmapException">PlatformNotSupported.</exception>
    public static string? NameOf(int processId) => MapPlatform.Current.Processes.NameOf(processId);

    /// <summary>Reads the mappings of a process in the order of their addresses.</summary>
    /// <remarks>
    /// All of them are read from the kernel at once, when the first is requested. A kernel thread, or a process that is
    /// just ending, has none.
    /// </remarks>
    /// <param name="processId">The id of the process.</param>
    /// <param name="detailed">Read smaps, which makes <see cref="ProcessMappingDetail"/> objects and takes the kernel several times longer.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <returns>The mappings.</returns>
    /// <exception cref="MmapException">PathNotFound (no such process), AccessDenied or PlatformNotSupported.</exception>
    /// <exception cref="OperationCanceledException">If <paramref name="stop"/> was signalled.</exception>
    public static IEnumerable<ProcessMapping> Read(int processId, bool detailed = false, CancellationToken stop = default) =>
        MapPlatform.Current.Processes.Read(processId, detailed, stop);

    /// <summary>Adds up the memory of a process.</summary>
    /// <param name="processId">The id of the process.</param>
    /// <returns>The sums; null for a kernel thread or a process that is just ending, which have no memory.</returns>
    /// <exception cref="MmapException">PathNotFound (no such process), AccessDenied or PlatformNotSupported.</exception>
    public static ProcessMemorySummary? Summarize(int processId) => MapPlatform.Current.Processes.Summarize(processId);
}
