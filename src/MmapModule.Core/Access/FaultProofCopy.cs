using System;
using System.Threading;

namespace MmapModule.Access;

/// <summary>Chooses how mapped memory is copied on this system.</summary>
internal static class FaultProofCopy
{
    /// <summary>Set this environment variable to 1 to use the fallback although process_vm_readv works.</summary>
    internal const string ForceFallbackVariable = "MMAPMODULE_FORCE_COPY_FALLBACK";

    private static MemoryCopier? s_system;

    /// <summary>Works for every mapping; probed at the first use, never at import.</summary>
    internal static MemoryCopier System => s_system ?? Probe();

    internal static bool IsFallback => System is MemFdCopier;

    private static MemoryCopier Probe()
    {
        bool forced = Environment.GetEnvironmentVariable(ForceFallbackVariable) == "1";
        MemoryCopier chosen = !forced && ProcessVmCopier.IsAvailable() ? ProcessVmCopier.Instance : MemFdCopier.Instance;
        return Interlocked.CompareExchange(ref s_system, chosen, null) ?? chosen;
    }
}
