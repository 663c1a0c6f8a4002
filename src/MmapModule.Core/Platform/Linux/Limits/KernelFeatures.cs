using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Access;

namespace MmapModule.Platform.Linux.Limits;

/// <summary>The features that the module can use, each probed once.</summary>
internal static class KernelFeatures
{
    private static readonly object s_lock = new();
    private static IReadOnlyList<KernelFeature>? s_known;

    /// <summary>Probed at the first use; once more at the next, if memory or descriptors were lacking, which looks like a missing feature.</summary>
    internal static IReadOnlyList<KernelFeature> All
    {
        get
        {
            lock (s_lock)
            {
                if (s_known is not null)
                {
                    return s_known;
                }

                IReadOnlyList<KernelFeature> found = Probe();
                s_known = FeatureProbes.HasResources() ? found : null;
                return found;
            }
        }
    }

    private static ReadOnlyCollection<KernelFeature> Probe() => new List<KernelFeature>
    {
        Feature("process_vm_readv", "3.2", ProcessVmCopier.Probe() ?? false, FaultProofCopy.IsFallback
            ? "Fault-proof copying. Not in use: the slower way through a memory file is."
            : "Fault-proof copying. In use."),
        Feature("memfd_create", KernelVersions.OfCall("memfd_create"), FeatureProbes.MemFd(0), "Memory files and snapshots."),
        Feature("MFD_NOEXEC_SEAL", "6.3", FeatureProbes.MemFd(FileConstants.MFD_NOEXEC_SEAL), "Memory files that cannot be run as programs."),
        Feature("memfd_secret", "5.14", CanTry(static () => FeatureProbes.Refuses(FeatureConstants.SYS_memfd_secret, -1, Errno.EINVAL)), "Memory that not even the kernel sees."),
        Feature("cachestat", KernelVersions.OfCall("cachestat"), CanTry(static () => FeatureProbes.Refuses(SyscallNumbers.Cachestat, -1, Errno.EBADF)), "What of a file is cached, dirty or being written; mincore without it."),
        Feature("mseal", KernelVersions.OfCall("mseal"), CanTry(FeatureProbes.RefusesSealFlags), "Protection that can no longer be changed."),
        Feature("MADV_POPULATE_READ", "5.14", FeatureProbes.Advice(MMapConstants.MADV_POPULATE_READ), "Loads pages and reports errors; the flag Populate is unverified without it."),
        Feature("MADV_POPULATE_WRITE", "5.14", FeatureProbes.Advice(MMapConstants.MADV_POPULATE_WRITE), "Loads pages for writing and reports errors."),
        Feature("MADV_PAGEOUT", "5.4", FeatureProbes.Advice(MMapConstants.MADV_PAGEOUT), "Moves pages out of memory."),
        Feature("MADV_COLLAPSE", "6.1", FeatureProbes.Advice(MMapConstants.MADV_COLLAPSE), "Makes transparent huge pages at once."),
        Feature("MADV_GUARD_INSTALL", "6.13", FeatureProbes.Advice(MMapConstants.MADV_GUARD_INSTALL), "Guard pages without mappings of their own."),
        Feature("MAP_FIXED_NOREPLACE", KernelVersions.OfFlags(MapFlags.FixedNoReplace), FeatureProbes.FixedNoReplace(), "Maps at an address only if it is free; checked afterwards without it."),
        Feature("MAP_DROPPABLE", KernelVersions.OfFlags(MapFlags.Droppable), FeatureProbes.Droppable(), "Memory that the kernel may take back."),
    }.AsReadOnly();

    /// <summary>A sandbox may end the process for these calls; then they are not used either.</summary>
    private static bool CanTry(Func<bool> probe) => SeccompFilter.MayTry && probe();

    private static KernelFeature Feature(string name, string? since, bool isAvailable, string description) =>
        new() { Name = name, Since = since ?? string.Empty, IsAvailable = isAvailable, Description = description };
}
