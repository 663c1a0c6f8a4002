using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Access;

namespace MmapModule.Search;

/// <summary>Searches the pieces of a range side by side and puts their hits together: they are the hits of one walk.</summary>
internal static class SearchWalk
{
    /// <summary>The hits of each piece, in the order of the search.</summary>
    /// <remarks>
    /// A piece is searched as if no hit reached into it. Where one does, and that makes a difference, the piece is searched
    /// again from the end of that hit, so the result is the same as that of one walk from the first byte to the last.
    /// </remarks>
    internal static IEnumerable<PieceHits> Run(
        SearchPattern pattern, MemoryMap map, MapRange range, SearchOptions options, bool countOnly, ByteProgress? progress, int pieceSize, CancellationToken cancellation)
    {
        using PieceSearcher searcher = PieceSearcher.Create(pattern, map, range, options, countOnly);
        int threads = range.Length <= pieceSize ? 1 : options.ThreadCount;
        long noEdge = options.Reverse ? long.MaxValue : 0;
        long edge = noEdge;
        long done = 0;
        foreach (PieceHits found in OrderedPieces.Run(range, threads, (piece, stop) => searcher.Search(piece, noEdge, stop), cancellation, options.Reverse, pieceSize))
        {
            PieceHits hits = found;
            if (!options.Overlapping && hits.Count > 0 && (options.Reverse ? hits.First.End > edge : hits.First.Offset < edge))
            {
                found.Return();
                hits = searcher.Search(found.Piece, edge, cancellation);
            }

            if (hits.Count > 0)
            {
                edge = options.Reverse ? hits.Last.Offset : hits.Last.End;
                searcher.Reach(edge);
            }

            done += hits.Piece.Length;
            progress?.Invoke(done, range.Length);
            yield return hits;
            hits.Error?.Throw();
            hits.Return();
        }
    }
}
