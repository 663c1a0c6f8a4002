namespace MmapModule.Platform;

/// <summary>Which part of a file a snapshot is to hold.</summary>
/// <param name="Offset">Where it starts, counted from the start of the file or back from its end.</param>
/// <param name="Length">How many bytes; null means all the rest.</param>
/// <param name="FromEnd">The offset counts back from the end.</param>
internal readonly record struct SnapshotPart(long Offset, long? Length, bool FromEnd)
{
    /// <summary>The first byte that is not needed; the largest number if all are.</summary>
    internal long Limit => FromEnd || Length is null ? long.MaxValue : MapRange.Resolve(Offset, Length, false, long.MaxValue, long.MaxValue).End;
}
