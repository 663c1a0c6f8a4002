using System.Collections.Generic;

namespace MmapModule.Search;

/// <summary>What was found in a file.</summary>
/// <param name="File">The file.</param>
/// <param name="IsDone">False if it has to be mapped and searched by itself: it is large, has very many hits, or something is wrong.</param>
internal sealed record FileHits(SearchedFile File, bool IsDone)
{
    internal IReadOnlyList<MappedMatch> Hits { get; init; } = [];

    internal long Count { get; init; }

    /// <summary>Whether a line of some hit was too long.</summary>
    internal bool HasCut { get; init; }

    /// <summary>Why some hit lacks something; null if none does.</summary>
    internal MmapException? Missed { get; init; }

    internal static FileHits NotSearched(SearchedFile file) => new(file, IsDone: false);
}
