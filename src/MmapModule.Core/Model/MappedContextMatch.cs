using MmapModule.Search;

namespace MmapModule;

/// <summary>A hit with its line and lines around that.</summary>
public sealed class MappedContextMatch : MappedLineMatch
{
    internal MappedContextMatch(MemoryMap map, MapRange range, SearchPattern pattern, MatchLine line)
        : base(map, range, pattern, line) => Context = line.Context!;

    /// <summary>The lines before and after.</summary>
    public MappedMatchContext Context { get; }
}
