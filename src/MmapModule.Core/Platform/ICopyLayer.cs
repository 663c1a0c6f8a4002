using MmapModule.Access;

namespace MmapModule.Platform;

/// <summary>How bytes of maps are touched so that a page that is gone is an error and not the end of the process.</summary>
internal interface ICopyLayer
{
    /// <summary>A copier that works for every mapping.</summary>
    MemoryCopier FaultProof { get; }

    /// <summary>The best way to copy the bytes of a mapping.</summary>
    MemoryCopier SelectCopier(MapRequest request);

    /// <summary>What this system can do with single numbers: chosen once, by one thread, and anew if it is gone.</summary>
    /// <param name="known">Where it is kept.</param>
    /// <param name="isExact">See <see cref="AtomicWord.IsReady"/>.</param>
    AtomicWord SelectWord(ref AtomicWord? known, bool isExact);

    /// <summary>Does at import what should come before other libraries are loaded.</summary>
    void Prepare();
}
