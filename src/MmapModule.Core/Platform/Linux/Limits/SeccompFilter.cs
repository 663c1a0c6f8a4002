using System;
using MmapModule.Platform.Linux.Proc;

namespace MmapModule.Platform.Linux.Limits;

/// <summary>
/// Whether calls that a sandbox may forbid can be tried. A seccomp filter can answer a forbidden call with an error, or by
/// ending the process (SystemCallFilter= of systemd does that), and nothing tells beforehand which of both.
/// </summary>
internal static class SeccompFilter
{
    /// <summary>Set this environment variable to 1 to try such calls although there is a filter, to 0 never to try them.</summary>
    internal const string TryVariable = "MMAPMODULE_TRY_SYSTEM_CALLS";

    private const long ModeFilter = 2;

    private static readonly ProbedOnce s_mayTry = new(Probe);

    /// <summary>True if a call that programs do not usually need can be made without risk.</summary>
    internal static bool MayTry => s_mayTry.Value;

    /// <summary>Null if it could not be found out now.</summary>
    private static bool? Probe() => Environment.GetEnvironmentVariable(TryVariable) switch
    {
        "1" => true,
        "0" => false,
        _ => Mode() is { } mode ? mode != ModeFilter : null,
    };

    private static long? Mode()
    {
        using ProcBuffer buffer = new();
        return buffer.Load("/proc/self/status") != 0 ? null
            : ProcText.TryFind(buffer.Content, "Seccomp"u8, out long mode) ? mode
            : 0;
    }
}
