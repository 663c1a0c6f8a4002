namespace MmapModule;

/// <summary>What an extent of a file is.</summary>
public enum FileExtentKind
{
    /// <summary>Bytes that have been written.</summary>
    Data,

    /// <summary>No blocks: it reads as zeros and takes no space.</summary>
    Hole,

    /// <summary>Blocks that belong to the file but have never been written: it reads as zeros and takes space.</summary>
    Unwritten,
}
