namespace MmapModule;

/// <summary>The health of a <see cref="MemoryMap"/> at a glance.</summary>
public enum MapState
{
    /// <summary>Mapped, and every byte is still backed.</summary>
    Open,

    /// <summary>The file has become shorter than the map; bytes past its end give the error RegionTruncated.</summary>
    Truncated,

    /// <summary>An access has failed for another reason than truncation, or write-back has failed.</summary>
    Faulted,

    /// <summary>Removed; every use is the error MapDisposed.</summary>
    Closed,
}
