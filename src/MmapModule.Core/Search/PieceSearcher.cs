using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using MmapModule.Access;

namespace MmapModule.Search;

/// <summary>Searches one piece of a range; many threads use one searcher.</summary>
internal abstract class PieceSearcher : IDisposable
{
    private long _reached;

    private protected PieceSearcher(MemoryMap map, MapRange range, SearchOptions options, bool countOnly)
    {
        Map = map;
        Range = range;
        Options = options;
        Keep = !countOnly;
        _reached = options.Reverse ? long.MaxValue : 0;
    }

    internal SearchOptions Options { get; }

    private protected MemoryMap Map { get; }

    /// <summary>All that is searched; a hit lies in it as a whole.</summary>
    private protected MapRange Range { get; }

    private protected bool Keep { get; }

    internal static PieceSearcher Create(SearchPattern pattern, MemoryMap map, MapRange range, SearchOptions options, bool countOnly) =>
        pattern.Literals is { } several ? new SetPieceSearcher(several, map, range, options, countOnly)
        : pattern.Bytes is not null
            ? new FixedPieceSearcher(pattern.Fixed(options.Alignment), map, range, options, countOnly)
            : new RegexPieceSearcher(pattern, map, range, options, countOnly);

    public abstract void Dispose();

    /// <summary>Says where the last hit ends or, in reverse, begins, so that pieces inside it need not be searched.</summary>
    internal void Reach(long edge) => Volatile.Write(ref _reached, edge);

    /// <summary>Searches a piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="edge">
    /// Where the last hit outside of the piece ends or, in reverse, begins; hits on the other side of it do not count.
    /// </param>
    /// <param name="cancellation">Looked at every few hundred KiB.</param>
    /// <returns>The hits; an error is noted in them.</returns>
    internal PieceHits Search(MapRange piece, long edge, CancellationToken cancellation)
    {
        PieceHits hits = new(piece, FixedLength, HasNumbers);
        long reached = Volatile.Read(ref _reached);
        if (!Options.Overlapping && (Options.Reverse ? piece.Offset >= reached : piece.End <= reached))
        {
            return hits;
        }

        try
        {
            if (Options.Reverse)
            {
                SearchBackward(hits, edge, cancellation);
            }
            else
            {
                SearchForward(hits, edge, cancellation);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            hits.Error = ExceptionDispatchInfo.Capture(error);
        }

        return hits;
    }

    /// <summary>The length of every hit; 0 if they differ.</summary>
    private protected abstract int FixedLength { get; }

    /// <summary>Whether there are several patterns, and each hit tells which one it is of.</summary>
    private protected virtual bool HasNumbers => false;

    private protected abstract void SearchForward(PieceHits hits, long edge, CancellationToken cancellation);

    private protected abstract void SearchBackward(PieceHits hits, long edge, CancellationToken cancellation);

    /// <summary>Reads what can be read, so that hits before a fault are not lost.</summary>
    /// <returns>How many bytes arrived; with fewer than requested, the error says why.</returns>
    private protected int Read(long offset, Span<byte> bytes, out ExceptionDispatchInfo? error)
    {
        int count = PieceReader.Read(Map, new MapRange(offset, bytes.Length), bytes, CancellationToken.None, out MmapException? fault);
        error = fault is null ? null : ExceptionDispatchInfo.Capture(fault);
        return count;
    }
}
