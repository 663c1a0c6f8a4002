using System;

namespace MmapModule;

/// <summary>How <see cref="MappedMemory.Compare(MappedMemory, CompareOptions, System.Threading.CancellationToken)"/> compares.</summary>
public sealed record CompareOptions
{
    /// <summary>Report whole blocks of this many bytes, counted from the start of what is compared; at least 1.</summary>
    public long BlockSize { get; init; } = 1;

    /// <summary>How many threads compare at a time; at least 1, by default as many as there are cores.</summary>
    public int ThreadCount { get; init; } = Environment.ProcessorCount;

    /// <summary>How much is compared in one go, on one thread; smaller in tests only.</summary>
    internal int PieceSize { get; init; } = Comparison.PieceComparer.PieceSize;

    /// <summary>How much of a piece is held in the cache of a core; smaller in tests only.</summary>
    internal int ChunkSize { get; init; } = Comparison.PieceComparer.ChunkSize;

    /// <summary>Called after each piece with the progress of the comparison.</summary>
    internal ByteProgress? Progress { get; init; }

    /// <summary>Throws if a number makes no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockSize, 1, nameof(BlockSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(ThreadCount, 1, nameof(ThreadCount));
    }
}
