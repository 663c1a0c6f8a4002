using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using MmapModule.Copying;

namespace MmapModule.Search;

/// <summary>Searches with a regular expression: with automata where it is regular, otherwise by trying it as .NET does.</summary>
internal sealed class RegexPieceSearcher : PieceSearcher
{
    /// <summary>Looking for holes pays from this size on.</summary>
    private const long WorthSkipping = 16 * 1024 * 1024;

    /// <summary>This many places are searched forwards at a time where hits have to be found from the end.</summary>
    private const int BackwardWindow = 128 * 1024;

    private readonly DataLayout? _layout;
    private readonly Func<HitFinder> _create;
    private readonly ConcurrentBag<HitFinder> _finders = [];
    private readonly bool _isMirrored;

    internal RegexPieceSearcher(
        SearchPattern pattern, MemoryMap map, MapRange range, SearchOptions options, bool countOnly, bool withAutomata = true)
        : base(map, range, options, countOnly)
    {
        _layout = map.Backing is not null && range.Length >= WorthSkipping ? map.FindLayout() : null;

        // Overlapping and aligned hits are found at each place where they begin, in both directions.
        _isMirrored = IsMirrored(options);
        HasNumbers = pattern.Parts.Count > 1;
        if (TryAutomaton(pattern, withAutomata) is { } together)
        {
            _create = together;
        }
        else
        {
            Func<HitFinder>[] alone = [.. pattern.Parts.Select(part => TryAutomaton(part, withAutomata) ?? Backtracking(part))];
            _create = alone.Length == 1 ? alone[0] : () => new MergingFinder(Array.ConvertAll(alone, static create => create()));
        }
    }

    /// <summary>Whether an expression is matched from its end to its beginning.</summary>
    internal static bool IsMirrored(SearchOptions options) => options.Reverse && !options.Overlapping && options.Alignment == 1;

    public override void Dispose()
    {
        while (_finders.TryTake(out HitFinder? finder))
        {
            finder.Dispose();
        }

        _layout?.Dispose();
    }

    private protected override int FixedLength => 0;

    private protected override bool HasNumbers { get; }

    private protected override void SearchForward(PieceHits hits, long edge, CancellationToken cancellation)
    {
        using Rented rented = new(this);
        long from = Math.Max(hits.Piece.Offset, Options.Overlapping ? 0 : edge);
        Collect(rented.Finder, new MapRange(from, hits.Piece.End - from), Options.Overlapping, (hit, number) => hits.Add(hit.Offset, hit.Length, Keep, number), cancellation);
    }

    private protected override void SearchBackward(PieceHits hits, long edge, CancellationToken cancellation)
    {
        using Rented rented = new(this);
        if (!_isMirrored)
        {
            long end = hits.Piece.End;
            while (end > hits.Piece.Offset)
            {
                long start = Math.Max(hits.Piece.Offset, end - BackwardWindow);
                TakeFromEnd(rented.Finder, new MapRange(start, end - start), hits, ref edge, cancellation);
                end = start;
            }

            return;
        }

        // Everything is mirrored: a hit belongs to the piece in which it ends.
        long position = Math.Min(hits.Piece.End, edge);
        while (position > hits.Piece.Offset && rented.Finder.TryPrevious(position, hits.Piece.Offset, out MapRange hit, cancellation))
        {
            hits.Add(hit.Offset, hit.Length, Keep, rented.Finder.Number);
            position = hit.Offset;
        }
    }

    /// <summary>Takes the hits that begin in a part of a piece, the last one first.</summary>
    private void TakeFromEnd(HitFinder finder, MapRange places, PieceHits hits, ref long edge, CancellationToken cancellation)
    {
        List<(MapRange Hit, int Number)> found = [];
        try
        {
            Collect(finder, places, overlapping: true, (hit, number) => found.Add((hit, number)), cancellation);
        }
        catch (MmapException error) when (places.Length > 1 && error.Kind is not (MmapErrorKind.InvalidArgument or MmapErrorKind.MapDisposed))
        {
            // What comes after the byte that cannot be read comes first.
            long middle = places.Offset + (places.Length / 2);
            TakeFromEnd(finder, places.From(middle), hits, ref edge, cancellation);
            TakeFromEnd(finder, places.First(middle - places.Offset), hits, ref edge, cancellation);
            return;
        }

        for (int i = found.Count - 1; i >= 0; i--)
        {
            (MapRange hit, int number) = found[i];
            if (Options.Overlapping || hit.End <= edge)
            {
                hits.Add(hit.Offset, hit.Length, Keep, number);
                edge = hit.Offset;
            }
        }
    }

    /// <summary>Finds the hits that begin at aligned places of a range; those at other places do not hide them.</summary>
    private void Collect(HitFinder finder, MapRange places, bool overlapping, Action<MapRange, int> take, CancellationToken cancellation)
    {
        long from = AlignUp(places.Offset);
        while (from < places.End && finder.TryNext(from, places.End, out MapRange hit, cancellation))
        {
            bool isAligned = hit.Offset % Options.Alignment == 0;
            if (isAligned)
            {
                take(hit, finder.Number);
            }

            from = AlignUp(isAligned && !overlapping ? hit.End : hit.Offset + 1);
        }
    }

    private long AlignUp(long offset)
    {
        long over = offset % Options.Alignment;
        return over == 0 ? offset : offset > long.MaxValue - Options.Alignment ? long.MaxValue : offset + Options.Alignment - over;
    }

    /// <summary>Null if no automaton can search for all of them.</summary>
    private Func<HitFinder>? TryAutomaton(SearchPattern pattern, bool withAutomata)
    {
        OverrunMemo memo = new();
        return withAutomata && pattern.Program(_isMirrored) is { } program ? () => InBytes(program.Alphabet, feed => new AutomatonFinder(program, feed, memo)) : null;
    }

    private Func<HitFinder> Backtracking(SearchPattern part)
    {
        RegexForms forms = part.Forms(Range.Length, _isMirrored);
        return () => InBytes(part.Alphabet, feed => new BacktrackingFinder(forms, new RegexText(part, _isMirrored, Map, feed), Map, _isMirrored));
    }

    /// <summary>A finder whose hits count in bytes, whatever it searches.</summary>
    private HitFinder InBytes(UnitAlphabet? alphabet, Func<SymbolFeed, HitFinder> create) => alphabet is null
        ? create(new SearchFeed(Map, Range, _layout))
        : new UnitFinder(create(new UnitFeed(Map, Range, _layout, alphabet)), Range);

    /// <summary>A finder for one piece; the states that it has made are of use for the next one.</summary>
    private readonly ref struct Rented
    {
        private readonly RegexPieceSearcher _owner;

        internal Rented(RegexPieceSearcher owner)
        {
            _owner = owner;
            Finder = owner._finders.TryTake(out HitFinder? finder) ? finder : owner._create();
        }

        internal HitFinder Finder { get; }

        public void Dispose() => _owner._finders.Add(Finder);
    }
}
