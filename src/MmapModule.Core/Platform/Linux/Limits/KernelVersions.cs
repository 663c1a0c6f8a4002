namespace MmapModule.Platform.Linux.Limits;

/// <summary>Since which version of Linux a call or flag exists, for messages.</summary>
internal static class KernelVersions
{
    /// <summary>The version that introduced a system call; null for one that every supported kernel has.</summary>
    internal static string? OfCall(string call) => call switch
    {
        "memfd_create" => "3.17",
        "mlock2" => "4.4",
        "cachestat" => "6.5",
        "mseal" => "6.10",
        _ => null,
    };

    /// <summary>The version that introduced the newest of some flags; null if every supported kernel has them.</summary>
    internal static string? OfFlags(MapFlags flags) =>
        flags.HasFlag(MapFlags.Droppable) ? "6.11"
        : flags.HasFlag(MapFlags.FixedNoReplace) || flags.HasFlag(MapFlags.Fixed) ? "4.17"
        : flags.HasFlag(MapFlags.Sync) || flags.HasFlag(MapFlags.SharedValidate) ? "4.15"
        : null;
}
