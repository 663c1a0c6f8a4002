namespace MmapModule;

/// <content>The end of a region, which changes and searches do not pass.</content>
public abstract partial class MappedMemory
{
    /// <summary>Like <see cref="Resolve"/>, but for a range that will be changed: it must not reach past the end of a region.</summary>
    /// <param name="offset">The offset from the start of this object or, with <paramref name="fromEnd"/>, back from its end.</param>
    /// <param name="length">The length; null means the rest of this object.</param>
    /// <param name="fromEnd">Count the offset back from the end.</param>
    /// <returns>The range, counted from the start of the map.</returns>
    /// <exception cref="MmapException">NegativeOffset, RangeOverflow, RegionOutOfRange or MapDisposed.</exception>
    internal MapRange ResolveChange(long offset, long? length = null, bool fromEnd = false) => ResolveInside(offset, length, fromEnd, isChange: true);

    /// <summary>Like <see cref="Resolve"/>, but for a search, which ends where a region ends: so its hits lie inside.</summary>
    /// <param name="offset">The offset from the start of this object or, with <paramref name="fromEnd"/>, back from its end.</param>
    /// <param name="length">The length; null means the rest of this object.</param>
    /// <param name="fromEnd">Count the offset back from the end.</param>
    /// <returns>The range, counted from the start of the map.</returns>
    /// <exception cref="MmapException">NegativeOffset, RangeOverflow, RegionOutOfRange or MapDisposed.</exception>
    internal MapRange ResolveSearch(long offset, long? length = null, bool fromEnd = false) => ResolveInside(offset, length, fromEnd, isChange: false);

    /// <summary>Throws unless these bytes may be changed as far as the borders of this object are concerned.</summary>
    internal void CheckChange(long offset, long count)
    {
        if (!MapRange.IsInside(offset, count, Length) || !MapRange.IsInside(offset, count, Reach))
        {
            // The slow path words the error; it always throws here.
            _ = ResolveChange(offset, count);
        }
    }

    private MapRange ResolveInside(long offset, long? length, bool fromEnd, bool isChange)
    {
        Owner.ThrowIfClosed();
        MapRange range = MapRange.Resolve(offset, length, fromEnd, Length, Reach);
        return range.End <= Length ? range.Shift(Start) : throw RangeErrors.PastRegion(Owner, range.Shift(Start), Length, isChange);
    }
}
