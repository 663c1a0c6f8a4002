using System;

namespace MmapModule;

/// <summary>The pool of huge pages of one size.</summary>
public sealed class HugePagePool
{
    internal HugePagePool()
    {
    }

    /// <summary>The size of a page in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>How many pages the pool has.</summary>
    public required long Total { get; init; }

    /// <summary>How many of them are not in use.</summary>
    public required long Free { get; init; }

    /// <summary>How many of the free ones are promised to a mapping already.</summary>
    public required long Reserved { get; init; }

    /// <summary>How many pages a new mapping can have.</summary>
    public long Available => Free - Reserved;

    /// <summary>True for the size that is taken when none is given.</summary>
    public required bool IsDefault { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Size / 1024} KiB: {Available} of {Total} available");
}
