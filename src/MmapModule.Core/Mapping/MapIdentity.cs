using MmapModule.Platform;

namespace MmapModule.Mapping;

/// <summary>What a new map is called and how it was asked for.</summary>
internal sealed record MapIdentity
{
    internal int Id { get; } = MapRegistry.NextId();

    internal required MapKind Kind { get; init; }

    internal string? Name { get; init; }

    /// <summary>What is mapped, if it is a System V segment.</summary>
    internal SharedSegment? Segment { get; init; }

    internal string? Path { get; init; }

    internal MapProtection Protection { get; init; }

    internal bool IsPrivate { get; init; }

    internal MapFlags Flags { get; init; }
}
