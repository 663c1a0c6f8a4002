using System;

namespace MmapModule;

/// <summary>A place where a search found what it looked for. It is a region, so it can be read, written or piped on.</summary>
public sealed class MappedMatch : MappedRegion
{
    internal MappedMatch(MemoryMap map, MapRange range)
        : base(map, range)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"Match at 0x{Offset:X} ({Length} bytes) in {(Source is null ? "map " + Map.Id : Place)}");
}
