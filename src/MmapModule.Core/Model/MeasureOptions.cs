using System;

namespace MmapModule;

/// <summary>How <see cref="MappedMemory.Measure(MeasureOptions, long, long?, System.Threading.CancellationToken)"/> measures.</summary>
public sealed record MeasureOptions
{
    /// <summary>So many blocks there are if no size is given, or fewer.</summary>
    internal const int UsualCount = 64;

    /// <summary>The smallest size of blocks if none is given.</summary>
    internal const int SmallestUsualSize = 4096;

    /// <summary>How many bytes a block has; at least 1. Null for up to 64 blocks of a multiple of 4 KiB.</summary>
    public long? BlockSize { get; init; }

    /// <summary>How many threads measure at a time; at least 1, by default as many as there are cores.</summary>
    public int ThreadCount { get; init; } = Environment.ProcessorCount;

    /// <summary>How much is measured in one go, on one thread; smaller in tests only.</summary>
    internal int PieceSize { get; init; } = 1024 * 1024;

    /// <summary>Called after each piece with the progress.</summary>
    internal ByteProgress? Progress { get; init; }

    /// <summary>The size of blocks if none is given.</summary>
    internal static long UsualBlockSize(long length) =>
        Math.Max(SmallestUsualSize, MapRange.AlignUp((length / UsualCount) + (length % UsualCount == 0 ? 0 : 1), SmallestUsualSize));

    /// <summary>Throws if a number makes no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockSize ?? 1, 1, nameof(BlockSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(ThreadCount, 1, nameof(ThreadCount));
    }
}
