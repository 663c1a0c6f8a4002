using System;
using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace MmapModule.Search;

/// <summary>A part of a range as text, a character for each byte or each unit of two bytes, that is long enough for certain. For one thread.</summary>
internal sealed class RegexText : IDisposable
{
    private const int Places = 256 * 1024;
    private const int FirstSlack = 8 * 1024;
    private const int FirstContext = 256;

    /// <summary>This many bytes; no array can hold more for certain.</summary>
    private const long Longest = 1L << 30;

    private readonly int _slack;
    private readonly SymbolFeed _feed;
    private readonly MemoryMap _map;
    private readonly MapRange _range;
    private readonly string _pattern;
    private readonly ReachAutomaton _right;
    private readonly ReachAutomaton _left;
    private readonly bool _skipsZeros;
    private char[] _text = [];
    private int _length;
    private MapRange _decided;

    internal RegexText(SearchPattern pattern, bool isReverse, MemoryMap map, SymbolFeed feed, int slack = FirstSlack)
    {
        _slack = slack;
        _feed = feed;
        _map = map;
        _range = feed.Range;
        _pattern = pattern.ToString();
        RegexNode node = pattern.Symbols;
        _right = new ReachAutomaton(RegexReach.Of(node, toLeft: false, withMain: !isReverse), toLeft: false);
        _left = new ReachAutomaton(RegexReach.Of(node, toLeft: true, withMain: isReverse), toLeft: true);
        RegexNode loose = RegexReach.Loosely(node, isReverse);
        _skipsZeros = feed.KnowsHoles && !loose.IsNullable && ByteNfa.TryBuild(loose) is { } nfa && !nfa.FindFirstBytes().Contains(0);
    }

    /// <summary>The offset of the first character.</summary>
    internal long Offset { get; private set; }

    internal ReadOnlySpan<char> Characters => _text.AsSpan(0, _length);

    /// <summary>The offset of a place in the map.</summary>
    internal long OffsetOf(long place) => _feed.OffsetOf(place);

    public void Dispose()
    {
        _feed.Dispose();
        _text = [];
    }

    /// <summary>The end of the hole in which a place is, if no match can begin there.</summary>
    internal long SkipHole(long place, long limit)
    {
        if (!_skipsZeros || _decided.Contains(new MapRange(place, 1)))
        {
            return place;
        }

        _ = _feed.Ahead(place, limit, out long endOfHole);
        return endOfHole;
    }

    internal long SkipHoleBackward(long place, long limit)
    {
        if (!_skipsZeros || _decided.Contains(new MapRange(place - 1, 1)))
        {
            return place;
        }

        _ = _feed.Behind(place, limit, out long startOfHole);
        return startOfHole;
    }

    /// <summary>Makes sure that the text says whether a match begins at a place.</summary>
    /// <returns>Where the places end of which that is true.</returns>
    internal long Prepare(long place, long limit, CancellationToken cancellation)
    {
        if (!_decided.Contains(new MapRange(place, 1)))
        {
            long end = Math.Min(Math.Min(limit, _range.End), place + Places);
            while (!TryPrepare(new MapRange(place, end - place), isReverse: false, cancellation))
            {
                end = place + Math.Max(1, (end - place) / 2);
            }
        }

        return _decided.End;
    }

    /// <summary>Makes sure that the text says whether a match ends at a place.</summary>
    /// <returns>Where the places begin (and that one not included) of which that is true.</returns>
    internal long PrepareBackward(long place, long limit, CancellationToken cancellation)
    {
        if (!_decided.Contains(new MapRange(place - 1, 1)))
        {
            long start = Math.Max(Math.Max(limit, _range.Offset), place - Places);
            while (!TryPrepare(new MapRange(start, place - start), isReverse: true, cancellation))
            {
                start = place - Math.Max(1, (place - start) / 2);
            }
        }

        return _decided.Offset;
    }

    /// <returns>False if something cannot be read, but fewer places might do without it.</returns>
    private bool TryPrepare(MapRange places, bool isReverse, CancellationToken cancellation)
    {
        long context = isReverse ? _slack : FirstContext;
        long slack = isReverse ? FirstContext : _slack;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Math.Max(_range.Offset, places.Offset - context);
            long end = Math.Min(_range.End, places.End + slack);
            if ((end - start) * _feed.BytesPerPlace > Longest)
            {
                throw RegexErrors.TooLong(_pattern, _map, _feed.OffsetOf(places.Offset));
            }

            MapRange window = new(start, end - start);
            byte[] bytes = window.Length > SymbolFeed.Window * 4 ? new byte[window.Length] : ArrayPool<byte>.Shared.Rent((int)window.Length);
            try
            {
                MapRange got = _feed.ReadAround(isReverse ? places.End : places.Offset, window, bytes, out ExceptionDispatchInfo? error);
                if (!got.Contains(places))
                {
                    return places.Length > 1 ? false : throw Rethrown(error!);
                }

                bool isRight = IsEnded(_right, bytes.AsSpan((int)(places.End - window.Offset)..(int)(got.End - window.Offset)), got.End == _range.End);
                bool isLeft = IsEnded(_left, bytes.AsSpan((int)(got.Offset - window.Offset)..(int)(places.Offset - window.Offset)), got.Offset == _range.Offset);
                if (isRight && isLeft)
                {
                    Take(bytes.AsSpan((int)(got.Offset - window.Offset), (int)got.Length), got, window, places, isReverse);
                    return true;
                }

                if (error is not null && ((!isRight && got.End < window.End) || (!isLeft && got.Offset > window.Offset)))
                {
                    return places.Length > 1 ? false : throw Rethrown(error);
                }

                slack = isRight ? slack : slack * 4;
                context = isLeft ? context : context * 4;
            }
            finally
            {
                if (window.Length <= SymbolFeed.Window * 4)
                {
                    ArrayPool<byte>.Shared.Return(bytes);
                }
            }
        }
    }

    private static Exception Rethrown(ExceptionDispatchInfo error)
    {
        error.Throw();
        return error.SourceException;
    }

    private static bool IsEnded(ReachAutomaton automaton, ReadOnlySpan<byte> bytes, bool isEnd)
    {
        if (isEnd)
        {
            return true;
        }

        automaton.Begin();
        return automaton.TryEnd(bytes, out int taken) && bytes.Length - taken >= ReachAutomaton.Margin;
    }

    private void Take(ReadOnlySpan<byte> bytes, MapRange text, MapRange window, MapRange places, bool isReverse)
    {
        if (_text.Length < bytes.Length)
        {
            _text = new char[_slack < FirstSlack ? bytes.Length * 2 : Math.Max(bytes.Length, Places * 2)];
        }

        _length = bytes.Length;
        _feed.ToCharacters(bytes, text, window, _text);
        Offset = text.Offset;

        // If the text reaches to the end, it says everything about all of its places.
        long end = !isReverse && text.End == _range.End ? text.End : places.End;
        long start = isReverse && text.Offset == _range.Offset ? text.Offset : places.Offset;
        _decided = new MapRange(start, end - start);
    }
}
