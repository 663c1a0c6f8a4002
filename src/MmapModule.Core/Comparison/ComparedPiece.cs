using System.Collections.Generic;

namespace MmapModule.Comparison;

/// <summary>What the comparison of one piece has found.</summary>
internal sealed class ComparedPiece
{
    private List<ComparedChunk>? _chunks;

    internal ComparedPiece(MapRange range) => Range = range;

    /// <summary>The piece, cut where one of the inputs cannot be read any more.</summary>
    internal MapRange Range { get; private set; }

    /// <summary>The parts that are not equal, in order; null if all of it is.</summary>
    internal IReadOnlyList<ComparedChunk>? Chunks => _chunks;

    /// <summary>Why the piece could not be compared to its end; null if it was.</summary>
    internal MmapException? Error { get; private set; }

    internal void Add(ComparedChunk chunk) => (_chunks ??= []).Add(chunk);

    internal void EndAt(long position, MmapException error)
    {
        Range = Range with { Length = position - Range.Offset };
        Error = error;
    }
}
