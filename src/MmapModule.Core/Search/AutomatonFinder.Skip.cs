using System;
using System.Buffers;
using System.Threading;

namespace MmapModule.Search;

/// <content>Ways to wait for a match that are faster than an automaton.</content>
internal sealed partial class AutomatonFinder
{
    private long SkipToFirstByte(SearchValues<byte> first, long position, long limit, CancellationToken cancellation)
    {
        while (position < limit)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> bytes = _feed.Ahead(position, limit, out long endOfHole);
            int index = bytes.IndexOfAny(first);
            if (index >= 0)
            {
                return position + index;
            }

            position = Math.Max(endOfHole, position + bytes.Length);
        }

        return limit;
    }

    /// <summary>Looks for the bytes with which one of several expressions begins.</summary>
    private long SkipToPrefix(LiteralSet prefixes, long position, long limit, CancellationToken cancellation)
    {
        int longest = prefixes.Longest;
        while (position < limit)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> bytes = _feed.Ahead(position, Math.Min(_range.End, limit + longest - 1), out long endOfHole);
            if (endOfHole - position >= longest)
            {
                // None of them is all zeros.
                position = endOfHole - longest + 1;
                continue;
            }

            // Where a beginning may reach into what has to be read next, the automaton continues by itself.
            int places = (int)Math.Min(limit - position, bytes.Length - longest + 1);
            if (places <= 0)
            {
                return position;
            }

            int place = prefixes.Find(bytes, position, 0, places, alignment: 1, out _);
            if (place >= 0)
            {
                return position + place;
            }

            position += places;
        }

        return limit;
    }

    /// <summary>
    /// Looks for the bytes that every match contains. A match cannot begin before the bytes that may stand between its
    /// start and them.
    /// </summary>
    private long SkipToLiteral(LiteralFilter filter, long position, long limit, ref long literal, CancellationToken cancellation)
    {
        int length = filter.Pattern.Length;
        Span<int> place = stackalloc int[1];
        long scanned = position;
        while (scanned < limit && _range.End - scanned >= length)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> bytes = _feed.Ahead(scanned, Math.Min(_range.End, limit + length - 1), out long endOfHole);
            if (endOfHole - scanned >= length)
            {
                // The bytes are not all zeros.
                scanned = endOfHole - length + 1;
                continue;
            }

            if (bytes.Length < length)
            {
                // So few that what follows them is looked at by itself, since it may be a hole.
                bytes = _feed.AheadAcross(scanned, Math.Min(_range.End, limit + length - 1), bytes.Length + length - 1);
                if (bytes.Length < length)
                {
                    // What follows cannot be read; the automaton comes to it, too.
                    break;
                }
            }

            int from = 0;
            int places = bytes.Length - length + 1;
            if (filter.Pattern.Collect(bytes, scanned, ref from, places, overlapping: true, place) == 0)
            {
                scanned += places;
                continue;
            }

            long found = scanned + place[0];
            long start = StartBefore(filter, found, position);
            if (found - start >= filter.Least)
            {
                literal = found;
                return start;
            }

            scanned = found + 1;
        }

        if (_range.End - scanned < length)
        {
            // There is no room for the bytes any more.
            return limit;
        }

        // No match that begins before here has its bytes before here.
        literal = scanned;
        return Math.Min(limit, StartBefore(filter, scanned, position));
    }

    /// <summary>The first place from which a match could reach to an offset.</summary>
    private long StartBefore(LiteralFilter filter, long offset, long lowest)
    {
        long stop = filter.Most < offset - lowest ? offset - filter.Most : lowest;
        long position = offset;
        while (position > stop)
        {
            ReadOnlySpan<byte> bytes = _feed.Behind(position, stop, out long startOfHole);
            int i = bytes.Length;
            while (i > 0 && _beforeLiteral[bytes[i - 1]])
            {
                i--;
            }

            if (i > 0)
            {
                return position - bytes.Length + i;
            }

            position = Math.Min(startOfHole, position - bytes.Length);
        }

        return position;
    }
}
