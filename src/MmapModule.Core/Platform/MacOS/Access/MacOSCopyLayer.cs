using MmapModule.Access;

namespace MmapModule.Platform.MacOS.Access;

/// <summary>Chooses copiers and atomic words; there are no signal handlers.</summary>
internal sealed class MacOSCopyLayer : ICopyLayer
{
    /// <inheritdoc/>
    public MemoryCopier FaultProof => MachCopier.Instance;

    /// <inheritdoc/>
    public MemoryCopier SelectCopier(MapRequest request) => request.Backing switch
    {
        // Nobody can truncate anonymous memory.
        null => DirectCopier.Instance,

        // Snapshots are files too, whose disk may fail.
        { IsCoherent: true } file when !request.IsPrivate => new FileReadCopier(file.File, FaultProof),
        _ => FaultProof,
    };

    /// <inheritdoc/>
    public AtomicWord SelectWord(ref AtomicWord? known, bool isExact) => known ??= ProbedWord.Instance;

    /// <inheritdoc/>
    public void Prepare()
    {
    }
}
