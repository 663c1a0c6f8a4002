using System;

namespace MmapModule;

/// <summary>A change of watched bytes. It is the region that is watched, so it can be read, shown or piped on.</summary>
public sealed class MappedChange : MappedRegion
{
    internal MappedChange(MemoryMap map, MapRange range, object? before, object after, MapRange changed)
        : base(map, range)
    {
        Time = DateTime.Now;
        Before = before;
        After = after;
        ChangedOffset = changed.Offset;
        ChangedLength = changed.Length;
    }

    /// <summary>When the change was noticed.</summary>
    public DateTime Time { get; }

    /// <summary>What was there the last time it was looked at: bytes, or a value; null for what was there at the beginning.</summary>
    public object? Before { get; }

    /// <summary>What is there instead: bytes, or a value.</summary>
    public object After { get; }

    /// <summary>Where the first byte is that is different, in bytes from the start of the map.</summary>
    public long ChangedOffset { get; }

    /// <summary>How many bytes there are from the first to the last one that is different.</summary>
    public long ChangedLength { get; }

    /// <summary>Changes of the same bytes come in the order in which they were noticed.</summary>
    /// <param name="other">Another region.</param>
    /// <returns>Less than, equal to or greater than 0.</returns>
    public override int CompareTo(MappedRegion? other)
    {
        int byPlace = base.CompareTo(other);
        return byPlace == 0 && other is MappedChange change ? Time.CompareTo(change.Time) : byPlace;
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"Change at 0x{ChangedOffset:X}, {ByteCount.Text(ChangedLength)}");
}
