using System;
using System.Threading;
using MmapModule.Access;

namespace MmapModule.Platform.Linux.Access;

/// <summary>Chooses copiers and atomic words.</summary>
internal sealed class LinuxCopyLayer : ICopyLayer
{
    /// <inheritdoc/>
    public MemoryCopier FaultProof => FaultProofCopy.System;

    /// <inheritdoc/>
    public MemoryCopier SelectCopier(MapRequest request)
    {
        if (request.SegmentId is not null)
        {
            // Whoever may open it by /proc/PID/map_files can truncate it.
            return FaultProof;
        }

        if (request.Backing is not { } backing)
        {
            const MapFlags unusual = MapFlags.HugeTlb | MapFlags.GrowsDown | MapFlags.Droppable;
            // Shared memory that is not reserved gets its pages from the kernel one by one, which may have none left.
            bool cannotFault = (request.Flags & unusual) == 0 && (request.IsPrivate || (request.Flags & MapFlags.NoReserve) == 0);
            return cannotFault ? DirectCopier.Instance : FaultProof;
        }

        if (backing.IsImmutable)
        {
            return DirectCopier.Instance;
        }

        if (backing.NeedsProcessorCopy)
        {
            return MemFdCopier.Instance;
        }

        return backing.IsCoherent && !request.IsPrivate
            ? new FileReadCopier(backing.File, FaultProof)
            : FaultProof;
    }

    /// <inheritdoc/>
    public AtomicWord SelectWord(ref AtomicWord? known, bool isExact)
    {
        // Exactly one thread installs handlers, also if this assembly is loaded twice.
        lock (SignalHandlers.Lock)
        {
            if (known is { } there && there.IsReady(isExact))
            {
                return there;
            }

            bool forced = Environment.GetEnvironmentVariable(AtomicWord.ForceProbeVariable) == "1";
            bool isTransient = false;
            AtomicWord chosen = (forced ? null : GuardedWord.TryInstall(out isTransient)) ?? (AtomicWord)ProbedWord.Instance;

            // What failed for a temporary reason, such as a lack of memory, is tried again the next time.
            Volatile.Write(ref known, isTransient ? null : chosen);
            return chosen;
        }
    }

    /// <inheritdoc/>
    // A library that saves the handlers it finds, and restores them later, is to find ours.
    public void Prepare() => _ = AtomicWord.System;
}
