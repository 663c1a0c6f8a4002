namespace MmapModule;

/// <summary>What Save-MemoryMap wrote.</summary>
public sealed class MemoryMapSaveResult
{
    internal MemoryMapSaveResult()
    {
    }

    /// <summary>The id of the map.</summary>
    public required int Id { get; init; }

    /// <summary>The file that was written.</summary>
    public required string Path { get; init; }

    /// <summary>How many pages of the map had been changed in this process.</summary>
    public required long ChangedPages { get; init; }

    /// <summary>How many bytes were written.</summary>
    public required long BytesWritten { get; init; }
}
