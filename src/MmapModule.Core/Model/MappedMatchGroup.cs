namespace MmapModule;

/// <summary>What a group of a regular expression has matched.</summary>
public sealed class MappedMatchGroup
{
    /// <summary>Where it starts, in bytes from the start of the map.</summary>
    public required long Offset { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>It as text, in the encoding of the search; of a long one the first 4096 bytes.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
