using System;

namespace MmapModule;

/// <summary>The errors about shared queues that their bytes show.</summary>
internal static class SharedQueueErrors
{
    internal static MmapException Invalid(string path, string why) => new(
        MmapErrorKind.QueueInvalid,
        "'" + path + "' is not a shared queue: " + why,
        "Use another name. If nobody needs the file, remove it (Remove-MessageQueue or Remove-SharedMemory).")
    {
        Path = path,
    };

    internal static MmapException Damaged(string path, string why) => new(
        MmapErrorKind.QueueInvalid,
        "The queue '" + path + "' is damaged: " + why,
        "Find out which program did it. Then remove the queue (Remove-MessageQueue) and create it again; all programs that use it must open it again.")
    {
        Path = path,
    };

    internal static MmapException Truncated(string path, long length, long wanted) => new(
        MmapErrorKind.QueueInvalid,
        FormattableString.Invariant($"The queue '{path}' cannot be used any more: its file was cut to {length} of {wanted} bytes."),
        "Remove it (Remove-MessageQueue, or Remove-SharedMemory if nothing is left of it) and create it again; all programs that use it must open it again.")
    {
        Path = path,
        Length = length,
    };

    internal static MmapException Full(string name, uint most) => new(
        MmapErrorKind.QueueLimit,
        FormattableString.Invariant($"The queue '{name}' has been opened {most} times by processes that still run, and no more are possible."),
        "Close some of them: each object that New-MessageQueue returns counts until it is disposed of. Get-MessageQueue shows the processes.");
}
