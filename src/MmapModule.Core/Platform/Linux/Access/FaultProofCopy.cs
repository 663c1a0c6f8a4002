using System;
using MmapModule.Access;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux.Access;

/// <summary>Chooses how mapped memory is copied on this system.</summary>
internal static class FaultProofCopy
{
    /// <summary>Set this environment variable to 1 to use the fallback although process_vm_readv works.</summary>
    internal const string ForceFallbackVariable = "MMAPMODULE_FORCE_COPY_FALLBACK";

    private static readonly ProbedOnce s_canUseProcessVm = new(static () =>
        Environment.GetEnvironmentVariable(ForceFallbackVariable) == "1" ? false : ProcessVmCopier.Probe());

    private static readonly GuardedCopier s_usual = new(ProcessVmCopier.Instance);

    /// <summary>Works for every mapping; probed at the first use, never at import.</summary>
    internal static MemoryCopier System => s_canUseProcessVm.Value ? s_usual : MemFdCopier.Instance;

    internal static bool IsFallback => System is MemFdCopier;
}
