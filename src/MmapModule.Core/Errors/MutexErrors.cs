using System;
using System.Collections.Generic;
using System.Linq;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>The errors about locks that no system call reports.</summary>
internal static class MutexErrors
{
    internal static MmapException LockTimeout(string path, MutexStyle style, TimeSpan timeout) => new(
        MmapErrorKind.LockTimeout,
        FormattableString.Invariant($"The lock on '{path}' was not free within {timeout.TotalSeconds:0.###} seconds.") + Holders(path, style),
        $"Give a longer {Option.Timeout}, or end what holds it: the kernel then releases the lock.")
    {
        Path = path,
    };

    internal static MmapException NotHeld(string path) => new(
        MmapErrorKind.LockNotHeld,
        "This process holds no lock on '" + path + "'.",
        "Check whether it has already been released; Get-SharedMutex shows who holds it. Only the process that took a lock can release it.")
    {
        Path = path,
    };

    internal static MmapException Closed(string path) => new(
        MmapErrorKind.ObjectRemoved,
        "The object for the lock on '" + path + "' has been closed.",
        "Open it again.")
    {
        Path = path,
    };

    internal static MmapException Replaced(string path) => new(
        MmapErrorKind.PathNotFound,
        "'" + path + "' is constantly replaced by other files, so a lock on it protects nothing.",
        "Use a lock file that no program replaces or removes.")
    {
        Path = path,
    };

    /// <summary>Who holds it, as well as can be found out.</summary>
    private static string Holders(string path, MutexStyle style)
    {
        try
        {
            List<int> processes = [.. SharedMutexCatalog.Describe(path).Where(held => held.Style == style).SelectMany(static held => held.ProcessId)];
            return processes.Count == 0 ? string.Empty : " It is held by " + string.Join(", ", processes.Select(Name)) + ".";
        }
        catch (MmapException)
        {
            return string.Empty;
        }
    }

    private static string Name(int process) => process == Environment.ProcessId
        ? FormattableString.Invariant($"this process ({process})")
        : FormattableString.Invariant($"{MapPlatform.Current.Processes.NameOf(process) ?? "process"} ({process})");
}
