using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Access;
using MmapModule.Search;

namespace MmapModule;

/// <content>Search.</content>
public abstract partial class MappedMemory
{
    private const int NearbyPiece = 32 * 1024;
    private const int NearbyPlaces = 1024 * 1024;

    /// <summary>Finds all places where a pattern occurs, on all processors, in the order of their offsets.</summary>
    /// <param name="pattern">What to look for. Hits lie inside this object as a whole.</param>
    /// <param name="options">How to search; by default forward, without overlapping hits.</param>
    /// <param name="offset">Where to start, in bytes from the start of this object.</param>
    /// <param name="length">How many bytes to search; null means the rest.</param>
    /// <param name="cancellation">Ends the search with OperationCanceledException.</param>
    /// <returns>
    /// The hits, found while they are enumerated. An error in reading is thrown after the hits before it were delivered.
    /// </returns>
    /// <exception cref="MmapException">A wrong range or alignment, RegionTruncated, RegionProtected or MapDisposed.</exception>
    public IEnumerable<MappedMatch> FindAll(
        SearchPattern pattern, SearchOptions? options = null, long offset = 0, long? length = null, CancellationToken cancellation = default) =>
        FindAll(pattern, options ?? new SearchOptions(), ResolveSearch(offset, length), null, cancellation);

    /// <summary>Counts the places where a pattern occurs, on all processors.</summary>
    /// <param name="pattern">What to look for. Hits lie inside this object as a whole.</param>
    /// <param name="options">How to search; by default forward, without overlapping hits.</param>
    /// <param name="offset">Where to start, in bytes from the start of this object.</param>
    /// <param name="length">How many bytes to search; null means the rest.</param>
    /// <param name="cancellation">Ends the search with OperationCanceledException.</param>
    /// <returns>The number of hits.</returns>
    /// <exception cref="MmapException">A wrong range or alignment, RegionTruncated, RegionProtected or MapDisposed.</exception>
    public long CountMatches(
        SearchPattern pattern, SearchOptions? options = null, long offset = 0, long? length = null, CancellationToken cancellation = default) =>
        CountMatches(pattern, options ?? new SearchOptions(), ResolveSearch(offset, length), long.MaxValue, null, cancellation);

    /// <summary>Finds the first occurrence of some bytes.</summary>
    /// <param name="pattern">The bytes to look for; no bytes are found at once.</param>
    /// <param name="from">Where to start, relative to this object.</param>
    /// <returns>The offset of the first match, counted from the start of the map; -1 if there is none.</returns>
    /// <exception cref="MmapException">The start is out of range, or the bytes cannot be read.</exception>
    public long Search(byte[] pattern, long from = 0)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        MapRange range = Resolve(from);
        return pattern.Length == 0 ? range.Offset : First(SearchPattern.FromBytes(pattern), range);
    }

    /// <summary>Finds the first occurrence of some text in UTF-8.</summary>
    /// <param name="text">The text to look for.</param>
    /// <param name="from">Where to start, relative to this object.</param>
    /// <returns>The offset of the first match, counted from the start of the map; -1 if there is none.</returns>
    /// <exception cref="MmapException">The start is out of range, or the bytes cannot be read.</exception>
    public long Search(string text, long from = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Search(TextCodec.Default.GetBytes(text), from);
    }

    /// <summary>Finds the first occurrence of a pattern.</summary>
    /// <param name="pattern">What to look for.</param>
    /// <param name="from">Where to start, relative to this object.</param>
    /// <returns>The offset of the first match, counted from the start of the map; -1 if there is none.</returns>
    /// <exception cref="MmapException">The start is out of range, or the bytes cannot be read.</exception>
    public long Search(SearchPattern pattern, long from = 0) => First(pattern, Resolve(from));

    internal IEnumerable<MappedMatch> FindAll(
        SearchPattern pattern, SearchOptions options, MapRange range, ByteProgress? progress, CancellationToken cancellation, int pieceSize = OrderedPieces.PieceSize)
    {
        Check(pattern, options);
        return Enumerate(pattern, SearchWalk.Run(pattern, Owner, range, options, countOnly: false, progress, pieceSize, cancellation));
    }

    /// <summary>Finds hits that hold everything they show, so that they do not need the map.</summary>
    internal IEnumerable<MappedMatch> FindAll(
        SearchPattern pattern, SearchOptions options, MapRange range, MatchReader reader, ByteProgress? progress, CancellationToken cancellation)
    {
        Check(pattern, options);
        foreach (PieceHits hits in SearchWalk.Run(pattern, Owner, range, options, countOnly: false, progress, OrderedPieces.PieceSize, cancellation))
        {
            for (long i = 0; i < hits.Count; i++)
            {
                yield return reader.Read(hits[i], hits.NumberOf(i), cancellation);
            }
        }
    }

    /// <summary>Counts hits, and stops when there are enough.</summary>
    internal long CountMatches(
        SearchPattern pattern, SearchOptions options, MapRange range, long enough, ByteProgress? progress, CancellationToken cancellation, int pieceSize = OrderedPieces.PieceSize)
    {
        Check(pattern, options);
        long count = 0;
        foreach (PieceHits hits in SearchWalk.Run(pattern, Owner, range, options, countOnly: true, progress, pieceSize, cancellation))
        {
            count += hits.Count;
            if (count >= enough)
            {
                return enough;
            }
        }

        return count;
    }

    private static void Check(SearchPattern pattern, SearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ThreadCount, 1, nameof(options));
        if (options.Alignment < 1)
        {
            throw RangeErrors.BadAlignment();
        }
    }

    private long First(SearchPattern pattern, MapRange range)
    {
        // Loops ask for one hit after the other; while they are dense, a small piece and no other thread is quickest.
        long places = 0;
        if (pattern.Bytes is { } bytes)
        {
            places = Math.Min(NearbyPlaces, range.Length);
            MapRange nearby = range with { Length = Math.Min(range.Length, places + bytes.Length - 1) };
            long near = First(pattern, nearby, new SearchOptions { ThreadCount = 1 }, NearbyPiece);
            if (near >= 0 || places == range.Length)
            {
                return near;
            }
        }

        MapRange rest = new(range.Offset + places, range.Length - places);
        return First(pattern, rest, new SearchOptions(), OrderedPieces.PieceSize);
    }

    private long First(SearchPattern pattern, MapRange range, SearchOptions options, int pieceSize)
    {
        Check(pattern, options);
        foreach (PieceHits hits in SearchWalk.Run(pattern, Owner, range, options, countOnly: false, null, pieceSize, CancellationToken.None))
        {
            if (hits.Count > 0)
            {
                return hits.First.Offset;
            }
        }

        return -1;
    }

    private IEnumerable<MappedMatch> Enumerate(SearchPattern pattern, IEnumerable<PieceHits> pieces)
    {
        foreach (PieceHits hits in pieces)
        {
            for (long i = 0; i < hits.Count; i++)
            {
                yield return new MappedMatch(Owner, hits[i], pattern.Parts[hits.NumberOf(i)]);
            }
        }
    }
}
