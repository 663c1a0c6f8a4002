using System;
using System.Buffers;
using System.Runtime.ExceptionServices;
using MmapModule.Copying;

namespace MmapModule.Search;

/// <summary>
/// Brings text of two-byte units to a search, as the symbols of an alphabet. Places count units from the start of what is searched;
/// an odd byte at its end belongs to none. For one thread.
/// </summary>
internal sealed class UnitFeed : SymbolFeed
{
    private const int Width = 2;

    private static readonly byte[] s_zeros = new byte[Window];

    private readonly UnitAlphabet _alphabet;
    private readonly SearchFeed _bytes;
    private readonly FeedWindow _ahead = new();
    private readonly FeedWindow _behind = new();
    private readonly long _start;
    private byte[] _around = [];

    internal UnitFeed(MemoryMap map, MapRange range, DataLayout? layout, UnitAlphabet alphabet)
        : base(new MapRange(0, range.Length / Width))
    {
        _alphabet = alphabet;
        _start = range.Offset;
        _bytes = new SearchFeed(map, range, layout);
    }

    internal override bool KnowsHoles => _bytes.KnowsHoles;

    internal override int BytesPerPlace => Width;

    public override void Dispose()
    {
        _bytes.Dispose();
        _ahead.Dispose();
        _behind.Dispose();
        _around = [];
    }

    internal override long OffsetOf(long place) => _start + (place * Width);

    internal override long PlaceOf(long offset) => (offset - _start) / Width;

    internal override int ByteAt(long offset) =>
        offset == Range.End ? -1
        : Known(offset) is { } window ? window.From(offset)[0]
        : ReadOne(offset);

    internal override ReadOnlySpan<byte> Ahead(long offset, long end, out long endOfHole, int size = Window)
    {
        endOfHole = offset;
        if (Known(offset) is not { } window)
        {
            long place = OffsetOf(offset);
            ReadOnlySpan<byte> bytes = _bytes.Ahead(place, OffsetOf(Range.End), out long hole, Math.Min(size * Width, Window));
            if ((hole - place) / Width is > 0 and long zeros)
            {
                endOfHole = Math.Min(end, offset + zeros);
                return s_zeros.AsSpan(0, (int)Math.Min(s_zeros.Length, endOfHole - offset));
            }

            int count = Math.Max(1, bytes.Length / Width);
            Span<byte> symbols = _ahead.Begin(offset, count);
            if (bytes.Length < Width)
            {
                symbols[0] = ReadOne(offset);
            }
            else
            {
                _alphabet.Translate(bytes[..(count * Width)], symbols);
            }

            _ahead.Keep(0, count);
            window = _ahead;
        }

        ReadOnlySpan<byte> known = window.From(offset);
        return known[..(int)Math.Min(known.Length, end - offset)];
    }

    internal override ReadOnlySpan<byte> Behind(long offset, long start, out long startOfHole, int size = Window)
    {
        startOfHole = offset;
        if (Known(offset - 1) is not { } window)
        {
            long place = OffsetOf(offset);
            ReadOnlySpan<byte> bytes = _bytes.Behind(place, _start, out long hole, Math.Min(size * Width, Window));
            if ((place - hole) / Width is > 0 and long zeros)
            {
                startOfHole = Math.Max(start, offset - zeros);
                return s_zeros.AsSpan(0, (int)Math.Min(s_zeros.Length, offset - startOfHole));
            }

            int count = Math.Max(1, bytes.Length / Width);
            Span<byte> symbols = _behind.Begin(offset - count, count);
            if (bytes.Length < Width)
            {
                symbols[0] = ReadOne(offset - 1);
            }
            else
            {
                _alphabet.Translate(bytes[^(count * Width)..], symbols);
            }

            _behind.Keep(0, count);
            window = _behind;
        }

        ReadOnlySpan<byte> known = window.Before(offset);
        return known[(int)Math.Max(0, known.Length - (offset - start))..];
    }

    internal override MapRange ReadAround(long place, MapRange window, Span<byte> symbols, out ExceptionDispatchInfo? error)
    {
        MapRange wanted = new(OffsetOf(window.Offset), window.Length * Width);
        if (_around.Length < wanted.Length)
        {
            _around = new byte[wanted.Length];
        }

        MapRange got = _bytes.ReadAround(OffsetOf(place), wanted, _around, out error);
        long first = (got.Offset - _start + Width - 1) / Width;
        MapRange units = new(first, Math.Max(0, ((got.End - _start) / Width) - first));
        _alphabet.Translate(Around(units, window), symbols.Slice((int)(units.Offset - window.Offset), (int)units.Length));
        return units;
    }

    internal override void ToCharacters(ReadOnlySpan<byte> symbols, MapRange part, MapRange window, Span<char> characters) =>
        _alphabet.ToCharacters(Around(part, window), characters);

    private ReadOnlySpan<byte> Around(MapRange part, MapRange window) =>
        _around.AsSpan((int)(part.Offset - window.Offset) * Width, (int)part.Length * Width);

    private FeedWindow? Known(long offset) => _ahead.Contains(offset) ? _ahead : _behind.Contains(offset) ? _behind : null;

    /// <summary>A unit whose bytes lie on two sides of a border; an error says which one cannot be read.</summary>
    private byte ReadOne(long offset)
    {
        long place = OffsetOf(offset);
        return _alphabet.SymbolOf((byte)_bytes.ByteAt(place), (byte)_bytes.ByteAt(place + 1));
    }
}
