using System;
using System.Threading;

namespace MmapModule.Platform.Linux.Proc;

/// <summary>Reads what the kernel adds up for a process: smaps_rollup and statm.</summary>
internal static class ProcessSummaryReader
{
    /// <summary>The sums; null if the process has no memory.</summary>
    /// <exception cref="MmapException">PathNotFound or AccessDenied.</exception>
    internal static ProcessMemorySummary? Read(int processId, ProcBuffer buffer)
    {
        string name = ProcFolder.NameOf(processId, buffer) ?? string.Empty;
        ProcFolder.Load(buffer, processId, "statm", CancellationToken.None);
        ReadOnlySpan<byte> text = buffer.Content;
        long size = ProcText.TryTakeNumber(ref text, out long pages) ? pages * Environment.SystemPageSize : 0;

        ProcFolder.Load(buffer, processId, "smaps_rollup", CancellationToken.None);
        text = buffer.Content;
        if (!ProcText.TryTakeLine(ref text, out _))
        {
            return null;
        }

        SmapsFields sums = SmapsFields.Take(ref text);
        return new ProcessMemorySummary
        {
            ProcessId = processId,
            ProcessName = name,
            Size = size,
            Rss = sums.Rss,
            Pss = sums.Pss,
            PssAnonymous = sums.PssAnonymous,
            PssFile = sums.PssFile,
            PssShared = sums.PssShared,
            SharedClean = sums.SharedClean,
            SharedDirty = sums.SharedDirty,
            PrivateClean = sums.PrivateClean,
            PrivateDirty = sums.PrivateDirty,
            Swap = sums.Swap,
            SwapPss = sums.SwapPss,
            Locked = sums.Locked,
        };
    }
}
