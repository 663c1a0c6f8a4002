using System;
using System.Buffers;
using System.Threading;

namespace MmapModule.Search;

/// <content>The same ways to wait, from the end.</content>
internal sealed partial class AutomatonFinder
{
    /// <summary>This many bytes are looked through at a time, since the last place in them is wanted.</summary>
    private const int BackwardStep = 16 * 1024;

    private long SkipBackward(long position, long limit, ref long literal, CancellationToken cancellation) =>
        _program.Filter is { } filter ? SkipToLastLiteral(filter, position, limit, ref literal, cancellation)
        : _program.FirstBytes is { } last ? SkipToLastByte(last, position, limit, cancellation)
        : position;

    private long SkipToLastByte(SearchValues<byte> last, long position, long limit, CancellationToken cancellation)
    {
        while (position > limit)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> bytes = _feed.Behind(position, limit, out long startOfHole);
            int index = bytes.LastIndexOfAny(last);
            if (index >= 0)
            {
                return position - bytes.Length + index + 1;
            }

            position = Math.Min(startOfHole, position - bytes.Length);
        }

        return limit;
    }

    private long SkipToLastLiteral(LiteralFilter filter, long position, long limit, ref long literal, CancellationToken cancellation)
    {
        int length = filter.Pattern.Length;
        long scanned = position;
        while (scanned > limit && scanned - _range.Offset >= length)
        {
            cancellation.ThrowIfCancellationRequested();
            long stop = Math.Max(_range.Offset, limit - length + 1);
            ReadOnlySpan<byte> bytes = _feed.Behind(scanned, stop, out long startOfHole);
            if (scanned - startOfHole >= length)
            {
                scanned = startOfHole + length - 1;
                continue;
            }

            if (bytes.Length < length)
            {
                // So few that what is before them is looked at by itself, since it may be a hole.
                bytes = _feed.BehindAcross(scanned, stop, bytes.Length + length - 1);
                if (bytes.Length < length)
                {
                    break;
                }
            }

            bytes = bytes[Math.Max(0, bytes.Length - BackwardStep)..];
            int place = LastPlace(filter.Pattern, bytes);
            if (place < 0)
            {
                scanned -= bytes.Length - length + 1;
                continue;
            }

            long found = scanned - bytes.Length + place + length;
            long end = EndAfter(filter, found, position);
            if (end - found >= filter.Least)
            {
                literal = found;
                return end;
            }

            scanned = found - 1;
        }

        if (scanned - _range.Offset < length)
        {
            return limit;
        }

        literal = scanned;
        return Math.Max(limit, EndAfter(filter, scanned, position));
    }

    private static int LastPlace(FixedPattern pattern, ReadOnlySpan<byte> bytes)
    {
        Span<int> places = stackalloc int[64];
        int last = -1;
        int from = 0;
        int count;
        do
        {
            count = pattern.Collect(bytes, position: 0, ref from, bytes.Length - pattern.Length + 1, overlapping: true, places);
            last = count > 0 ? places[count - 1] : last;
        }
        while (count == places.Length);
        return last;
    }

    /// <summary>The last place from which a match could reach back to an offset.</summary>
    private long EndAfter(LiteralFilter filter, long offset, long highest)
    {
        long stop = filter.Most < highest - offset ? offset + filter.Most : highest;
        long position = offset;
        while (position < stop)
        {
            ReadOnlySpan<byte> bytes = _feed.Ahead(position, stop, out long endOfHole);
            int i = 0;
            while (i < bytes.Length && _beforeLiteral[bytes[i]])
            {
                i++;
            }

            if (i < bytes.Length)
            {
                return position + i;
            }

            position = Math.Max(endOfHole, position + bytes.Length);
        }

        return position;
    }
}
