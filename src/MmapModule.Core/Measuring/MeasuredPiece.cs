using System.Collections.Generic;

namespace MmapModule.Measuring;

/// <summary>What was found in a part: the numbers of whole blocks, the bytes after them, and why that is not all.</summary>
internal sealed class MeasuredPiece
{
    internal MeasuredPiece(MeasuredPart part) => Part = part;

    internal MeasuredPart Part { get; }

    /// <summary>The whole blocks that the part begins with; none if it begins inside of a block.</summary>
    internal IReadOnlyList<BlockNumbers> Blocks { get; init; } = [];

    /// <summary>What follows on them.</summary>
    internal ByteCounts? Rest { get; init; }

    /// <summary>Why the end of the part was not reached; null if it was.</summary>
    internal MmapException? Error { get; init; }
}
