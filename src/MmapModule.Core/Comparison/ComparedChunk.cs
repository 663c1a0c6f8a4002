using System;
using System.Buffers;

namespace MmapModule.Comparison;

/// <summary>A small part of both inputs in which something differs, with its bytes.</summary>
internal sealed class ComparedChunk
{
    private readonly byte[] _reference;
    private readonly byte[] _difference;

    /// <param name="range">Where it is, from the start of the inputs.</param>
    /// <param name="reference">A buffer from the shared pool.</param>
    /// <param name="difference">Another one.</param>
    internal ComparedChunk(MapRange range, byte[] reference, byte[] difference)
    {
        Range = range;
        _reference = reference;
        _difference = difference;
    }

    internal MapRange Range { get; }

    /// <summary>The next bytes in a row that differ.</summary>
    /// <param name="from">Where to look, from the start of the inputs.</param>
    /// <returns>A range of the inputs; an empty one at the end if all the rest is equal.</returns>
    internal MapRange NextRun(long from)
    {
        if (from >= Range.End)
        {
            return new MapRange(Range.End, 0);
        }

        int length = (int)Range.Length;
        int start = (int)(from - Range.Offset);
        start += _reference.AsSpan(start, length - start).CommonPrefixLength(_difference.AsSpan(start, length - start));
        int count = DifferingBytes.CountFromStart(_reference.AsSpan(start, length - start), _difference.AsSpan(start, length - start));
        return new MapRange(Range.Offset + start, count);
    }

    /// <summary>Copies of the first bytes of a range; empty if it does not start in this chunk.</summary>
    internal (byte[] Reference, byte[] Difference) Take(MapRange range)
    {
        MapRange part = range.Intersect(Range);
        if (part.Length == 0 || part.Offset != range.Offset)
        {
            return ([], []);
        }

        int start = (int)(part.Offset - Range.Offset);
        int count = (int)Math.Min(part.Length, MappedDifference.LargestByteCount);
        return (_reference.AsSpan(start, count).ToArray(), _difference.AsSpan(start, count).ToArray());
    }

    /// <summary>Returns the buffers to the pool; the last use of this object.</summary>
    internal void Release()
    {
        ArrayPool<byte>.Shared.Return(_reference);
        ArrayPool<byte>.Shared.Return(_difference);
    }
}
