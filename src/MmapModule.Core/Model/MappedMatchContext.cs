namespace MmapModule;

/// <summary>The lines around the line of a hit.</summary>
public sealed class MappedMatchContext
{
    /// <summary>The lines before it, in the order of the file.</summary>
    public required string[] PreContext { get; init; }

    /// <summary>The lines after it.</summary>
    public required string[] PostContext { get; init; }
}
