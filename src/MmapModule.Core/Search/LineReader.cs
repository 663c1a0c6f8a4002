using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Threading;

namespace MmapModule.Search;

/// <summary>Reads the line of a hit, and lines around it. They may begin before the searched range and end after it. For one thread.</summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>A line may be as long as a file: so much of it is taken, before the hit and from there on, and as much for each line around it.</summary>
    internal const int Reach = 8 * 1024;

    /// <summary>The next hits are often near.</summary>
    private const int Ahead = 64 * 1024;

    private readonly MemoryMap _map;
    private readonly long _length;
    private readonly Encoding _encoding;
    private readonly MatchDetail _detail;
    private readonly LineFeed _feed;
    private readonly LineCounter _counter;
    private readonly SearchFeed _source;
    private readonly long _before;
    private readonly long _after;
    private byte[] _buffer = [];
    private MapRange _window;
    private MapRange _asked;

    /// <param name="map">The map.</param>
    /// <param name="length">This much of the map is the file.</param>
    /// <param name="encoding">How the lines are text.</param>
    /// <param name="detail">What is wanted of the lines around.</param>
    internal LineReader(MemoryMap map, long length, Encoding encoding, MatchDetail detail)
    {
        _map = map;
        _length = length;
        _encoding = encoding;
        _detail = detail;
        _feed = new LineFeed(encoding);
        _counter = new LineCounter(map, length, _feed);
        _source = new SearchFeed(map, new MapRange(0, length), layout: null);
        _before = (long)Reach * (1 + detail.Before);
        _after = (long)Reach * (1 + detail.After);
    }

    public void Dispose()
    {
        _counter.Dispose();
        _source.Dispose();
    }

    /// <summary>The line of a hit.</summary>
    /// <param name="hit">The hit.</param>
    /// <param name="missed">Why its number is not known.</param>
    /// <param name="cancellation">Ends it.</param>
    internal MatchLine Read(MapRange hit, out MmapException? missed, CancellationToken cancellation)
    {
        long? number = null;
        missed = null;
        try
        {
            number = 1 + _counter.CountBefore(hit.Offset, cancellation);
        }
        catch (MmapException error)
        {
            missed = error;
        }

        // Line feeds are looked for in step with the hit.
        long phase = hit.Offset % _feed.Width;
        long lowest = AlignUp(Math.Max(0, hit.Offset - _before), phase);
        long highest = Math.Min(_length, hit.Offset + _after);
        Load(hit.Offset, new MapRange(lowest, highest - lowest));
        lowest = AlignUp(Math.Max(lowest, _window.Offset), phase);
        highest = Math.Min(highest, _window.End);
        return ToLine(number, hit, lowest, highest);
    }

    private MatchLine ToLine(long? number, MapRange hit, long lowest, long highest)
    {
        long start = StartOfLine(lowest, hit.Offset);
        long lastUnit = Math.Max(hit.Offset, Math.Min(hit.End, highest) - _feed.Width);
        long end = EndOfLine(lastUnit - ((lastUnit - hit.Offset) % _feed.Width), highest);
        bool isCutBefore = start == lowest && !IsStart(lowest);
        bool isCut = isCutBefore || IsCutAt(end, highest);

        List<string> before = [];
        long edge = start;
        while (before.Count < _detail.Before && edge > lowest)
        {
            long previous = StartOfLine(lowest, edge - _feed.Width);
            isCut |= previous == lowest && !IsStart(lowest);
            before.Insert(0, Decode(previous, edge - _feed.Width, isCut: false));
            edge = previous;
        }

        isCut |= before.Count < _detail.Before && edge == lowest && lowest >= _feed.Width;
        List<string> after = [];
        edge = end + _feed.Width;
        while (after.Count < _detail.After && edge < highest)
        {
            long next = EndOfLine(edge, highest);
            isCut |= IsCutAt(next, highest);
            after.Add(Decode(edge, next, IsCutAt(next, highest)));
            edge = next + _feed.Width;
        }

        isCut |= after.Count < _detail.After && edge >= highest && edge < _length;
        long first = isCutBefore ? SkipPartial(start, hit.Offset) : start;
        int column = 1 + _encoding.GetCharCount(Bytes(first, hit.Offset));
        MappedMatchContext? context = _detail.HasContext ? new MappedMatchContext { PreContext = [.. before], PostContext = [.. after] } : null;
        return new MatchLine(number, Decode(first, end, IsCutAt(end, highest)), column, isCut, context);
    }

    private long StartOfLine(long lowest, long offset)
    {
        int index = _feed.LastIndexIn(Bytes(lowest, offset));
        return index < 0 ? lowest : lowest + index + _feed.Width;
    }

    private long EndOfLine(long offset, long highest)
    {
        int index = _feed.IndexIn(Bytes(offset, highest));
        return index < 0 ? highest : offset + index;
    }

    /// <summary>Whether a line begins here.</summary>
    private bool IsStart(long offset) => offset < _feed.Width || IsFeed(offset - _feed.Width);

    private bool IsFeed(long offset)
    {
        Span<byte> unit = stackalloc byte[_feed.Width];
        try
        {
            if (_length - offset >= unit.Length)
            {
                _map.CopyOut(offset, unit);
                return _feed.IndexIn(unit) == 0;
            }
        }
        catch (MmapException)
        {
        }

        return false;
    }

    /// <summary>Where a line is cut, UTF-8 may be cut inside of a character.</summary>
    private long SkipPartial(long start, long limit)
    {
        while (_encoding.CodePage == Encoding.UTF8.CodePage && start < limit && (Bytes(start, start + 1)[0] & 0xC0) == 0x80)
        {
            start++;
        }

        return start;
    }

    private bool IsCutAt(long end, long highest) => end == highest && highest < _length && !IsFeed(end);

    private string Decode(long start, long end, bool isCut)
    {
        ReadOnlySpan<byte> bytes = _feed.WithoutReturn(Bytes(start, end));
        if (!isCut || _encoding.CodePage != Encoding.UTF8.CodePage)
        {
            return TextCodec.GetString(_encoding, bytes);
        }

        // A character that is cut at the end is omitted, and not shown as a wrong one.
        Decoder decoder = _encoding.GetDecoder();
        char[] characters = new char[decoder.GetCharCount(bytes, flush: false)];
        return new string(characters, 0, decoder.GetChars(bytes, characters, flush: false));
    }

    private ReadOnlySpan<byte> Bytes(long start, long end) => _buffer.AsSpan((int)(start - _window.Offset)..(int)(Math.Max(start, end) - _window.Offset));

    private long AlignUp(long offset, long phase) => offset + ((phase - (offset % _feed.Width) + _feed.Width) % _feed.Width);

    /// <summary>Makes sure that bytes are there, as far as they can be read.</summary>
    private void Load(long place, MapRange wanted)
    {
        if (_asked.Contains(wanted) && _window.Contains(new MapRange(place, 1)))
        {
            return;
        }

        MapRange window = new(wanted.Offset, Math.Min(_length, wanted.End + Ahead) - wanted.Offset);
        if (_buffer.Length < window.Length)
        {
            _buffer = new byte[window.Length];
        }

        MapRange got = _source.ReadAround(place, window, _buffer, out ExceptionDispatchInfo? error);
        if (got.Offset > window.Offset)
        {
            _buffer.AsSpan((int)(got.Offset - window.Offset), (int)got.Length).CopyTo(_buffer);
        }

        // What cannot be read ends the line.
        _window = got;
        _asked = error is null ? window : default;
    }
}
