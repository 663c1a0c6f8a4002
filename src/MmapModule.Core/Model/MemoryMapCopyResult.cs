namespace MmapModule;

/// <summary>What Copy-MappedRegion copied.</summary>
public sealed class MemoryMapCopyResult
{
    internal MemoryMapCopyResult()
    {
    }

    /// <summary>Where it went, if that is a map; null if it is a file.</summary>
    public required MappedRegion? Destination { get; init; }

    /// <summary>The file that was written or that the destination maps; null for memory without a file.</summary>
    public required string? Path { get; init; }

    /// <summary>Where the copy starts in the destination map or file, in bytes.</summary>
    public required long Offset { get; init; }

    /// <summary>How many bytes the copy has.</summary>
    public required long Length { get; init; }

    /// <summary>How many bytes of them were written.</summary>
    public required long BytesWritten { get; init; }

    /// <summary>How many bytes did not have to be written: holes, and blocks of zeros with -SkipZero.</summary>
    public required long BytesSkipped { get; init; }
}
