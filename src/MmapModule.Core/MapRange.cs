using System;

namespace MmapModule;

/// <summary>A range of bytes, and the only place that calculates with offsets, lengths and page boundaries.</summary>
/// <param name="Offset">Where the range starts; never negative.</param>
/// <param name="Length">How many bytes it has; never negative.</param>
public readonly record struct MapRange(long Offset, long Length)
{
    /// <summary>The offset after the last byte.</summary>
    public long End => Offset + Length;

    /// <summary>Works out a range from what a user gave.</summary>
    /// <param name="offset">The offset, counted from the start or, with <paramref name="fromEnd"/>, back from the end.</param>
    /// <param name="length">The length; null means up to <paramref name="available"/>.</param>
    /// <param name="fromEnd">Count the offset back from the end of <paramref name="available"/>.</param>
    /// <param name="available">How many bytes the input has.</param>
    /// <param name="limit">How many bytes may be reached, at least <paramref name="available"/>; a region may be read past its end.</param>
    /// <returns>A range that lies inside the limit.</returns>
    /// <exception cref="MmapException">NegativeOffset, RangeOverflow or RegionOutOfRange.</exception>
    public static MapRange Resolve(long offset, long? length, bool fromEnd, long available, long limit)
    {
        if (offset < 0)
        {
            throw RangeErrors.Negative("offset", offset);
        }

        if (length < 0)
        {
            throw RangeErrors.Negative("length", length.Value);
        }

        if (!fromEnd && length > long.MaxValue - offset)
        {
            throw RangeErrors.Overflow(offset, length.Value);
        }

        long start = fromEnd ? available - offset : offset;
        if (start < 0 || start > limit || (length is null && start > available))
        {
            throw RangeErrors.OutOfRange(offset, length, fromEnd, limit);
        }

        long count = length ?? available - start;
        if (count > limit - start)
        {
            throw RangeErrors.OutOfRange(offset, length, fromEnd, limit);
        }

        return new MapRange(start, count);
    }

    /// <summary>Throws unless <paramref name="count"/> bytes at <paramref name="offset"/> lie within <paramref name="limit"/> bytes.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="count">The number of bytes.</param>
    /// <param name="limit">The number of bytes there are.</param>
    /// <exception cref="MmapException">NegativeOffset or RegionOutOfRange.</exception>
    public static void Check(long offset, long count, long limit)
    {
        if (!IsInside(offset, count, limit))
        {
            // The slow path words the error; it always throws here.
            _ = Resolve(offset, count, fromEnd: false, limit, limit);
        }
    }

    /// <summary>True if <paramref name="count"/> bytes at <paramref name="offset"/> lie within <paramref name="limit"/> bytes.</summary>
    internal static bool IsInside(long offset, long count, long limit) =>
        (ulong)offset <= (ulong)limit && (ulong)count <= (ulong)(limit - offset);

    /// <summary>The largest multiple of <paramref name="unit"/>, a power of two, that is not above <paramref name="value"/>.</summary>
    /// <param name="value">A number that is not negative.</param>
    /// <param name="unit">A power of two, such as the page size.</param>
    /// <returns>The aligned number.</returns>
    public static long AlignDown(long value, long unit) => value & ~(unit - 1);

    /// <summary>The smallest multiple of <paramref name="unit"/>, a power of two, that is not below <paramref name="value"/>.</summary>
    /// <param name="value">A number that is not negative.</param>
    /// <param name="unit">A power of two, such as the page size.</param>
    /// <returns>The aligned number.</returns>
    /// <exception cref="MmapException">RangeOverflow, if there is no such number.</exception>
    public static long AlignUp(long value, long unit)
    {
        if (value > long.MaxValue - (unit - 1))
        {
            throw RangeErrors.Overflow(0, value);
        }

        return AlignDown(value + unit - 1, unit);
    }

    /// <summary>The smallest range of whole pages that covers this one.</summary>
    /// <param name="pageSize">The page size, a power of two.</param>
    /// <returns>A range whose offset and length are multiples of the page size.</returns>
    public MapRange Outward(long pageSize)
    {
        long start = AlignDown(Offset, pageSize);
        return new MapRange(start, AlignUp(End, pageSize) - start);
    }

    /// <summary>The smallest range of whole pages that covers this one and begins where a mapping can begin.</summary>
    /// <param name="granularity">What a mapping begins with a multiple of: a power of two, at least a page.</param>
    /// <param name="pageSize">The page size, a power of two.</param>
    internal MapRange Outward(long granularity, long pageSize) => new MapRange(AlignDown(Offset, granularity), 0).To(End).Outward(pageSize);

    /// <summary>The largest range of whole pages that lies inside this one.</summary>
    /// <param name="pageSize">The page size, a power of two.</param>
    /// <returns>A range whose offset and length are multiples of the page size; an empty one at the end of this range if there is no whole page.</returns>
    public MapRange Inward(long pageSize)
    {
        long end = AlignDown(End, pageSize);
        long start = End - Offset < pageSize ? End : AlignUp(Offset, pageSize);
        return start < end ? new MapRange(start, end - start) : new MapRange(End, 0);
    }

    /// <summary>The first bytes of the range.</summary>
    /// <param name="length">How many; the whole range if it is shorter.</param>
    /// <returns>A range that starts where this one does.</returns>
    public MapRange First(long length) => this with { Length = Math.Min(length, Length) };

    /// <summary>The bytes of the range from an offset on.</summary>
    /// <param name="offset">An offset inside the range or at its end, from the same origin.</param>
    /// <returns>A range that ends where this one does.</returns>
    public MapRange From(long offset) => new(offset, End - offset);

    /// <summary>The range from the same offset to another end.</summary>
    internal MapRange To(long end) => new(Offset, end - Offset);

    /// <summary>How many pages the range touches.</summary>
    /// <param name="pageSize">The page size, a power of two.</param>
    /// <returns>The number of pages; 0 for an empty range on a page boundary.</returns>
    public long PageCount(long pageSize) => Outward(pageSize).Length / pageSize;

    /// <summary>The same range counted from another origin.</summary>
    /// <param name="delta">How many bytes further it starts.</param>
    /// <returns>The shifted range.</returns>
    public MapRange Shift(long delta) => new(Offset + delta, Length);

    /// <summary>True if every byte of <paramref name="other"/> is also in this range.</summary>
    /// <param name="other">Another range with the same origin.</param>
    /// <returns>Whether it is contained.</returns>
    public bool Contains(MapRange other) => other.Offset >= Offset && other.End <= End;

    /// <summary>True if at least one byte is in both ranges.</summary>
    /// <param name="other">Another range with the same origin.</param>
    /// <returns>Whether they overlap.</returns>
    public bool Overlaps(MapRange other) =>
        Length > 0 && other.Length > 0 && other.Offset < End && Offset < other.End;

    /// <summary>The bytes that are in both ranges; an empty range if there are none.</summary>
    /// <param name="other">Another range with the same origin.</param>
    /// <returns>The common part.</returns>
    public MapRange Intersect(MapRange other)
    {
        long start = Math.Max(Offset, other.Offset);
        return new MapRange(start, Math.Max(0, Math.Min(End, other.End) - start));
    }
}
