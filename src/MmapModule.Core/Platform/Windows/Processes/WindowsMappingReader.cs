using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Platform.Windows.Processes;

/// <summary>Turns the memory of a process into objects, one after the other.</summary>
internal static class WindowsMappingReader
{
    private const string NoDevice = "00:00";

    /// <summary>The mappings of a process.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="detailed">With what is in its working set.</param>
    /// <param name="filter">Which paths are wanted, null for a mapping without one; all of them if there is no filter.</param>
    /// <param name="stop">Ends the reading.</param>
    internal static IEnumerable<ProcessMapping> Read(int processId, bool detailed, Func<string?, bool>? filter, CancellationToken stop)
    {
        using SafeProcessHandle process = ProcessHandle.Open(processId);
        string name = WindowsProcesses.Name(processId) ?? string.Empty;
        MappedFileNames files = new(process);
        WorkingSet pages = new(process, stop);
        foreach (MemoryRegion region in MemoryRegions.Of(process, stop))
        {
            string? path = files.Of(region);
            if (filter?.Invoke(path) != false)
            {
                yield return detailed ? Detail(processId, name, region, path, pages) : Plain(processId, name, region, path);
            }
        }
    }

    private static ProcessMapping Plain(int processId, string name, MemoryRegion region, string? path) => new()
    {
        ProcessId = processId,
        ProcessName = name,
        Start = (ulong)region.Start,
        End = (ulong)(region.Start + region.Length),
        Permissions = region.Permissions,
        Offset = OffsetOf(region, path),
        Device = NoDevice,
        Inode = 0,
        Path = path,
    };

    private static ProcessMappingDetail Detail(int processId, string name, MemoryRegion region, string? path, WorkingSet pages)
    {
        ResidentPages found = pages.Of(region) ?? throw NoPages(processId);
        return new ProcessMappingDetail
        {
            ProcessId = processId,
            ProcessName = name,
            Start = (ulong)region.Start,
            End = (ulong)(region.Start + region.Length),
            Permissions = region.Permissions,
            Offset = OffsetOf(region, path),
            Device = NoDevice,
            Inode = 0,
            Path = path,
            Rss = found.Rss,
            Pss = found.Pss,
            SharedClean = found.Shared,
            SharedDirty = 0,
            PrivateClean = region.IsMapped ? found.Private : 0,
            PrivateDirty = region.IsMapped ? 0 : found.Private,
            Swap = 0,
            Locked = found.Locked,
            VmFlags = region.Words,
        };
    }

    /// <summary>Windows does not tell where in its file a view begins, only how far from that a part of it is.</summary>
    private static long OffsetOf(MemoryRegion region, string? path) => path is null ? 0 : region.Start - region.AllocationStart;

    private static MmapException NoPages(int processId) => new(
        MmapErrorKind.PlatformNotSupported,
        FormattableString.Invariant($"This system does not tell which pages of process {processId} are in memory."),
        "List its mappings without the details.");
}
