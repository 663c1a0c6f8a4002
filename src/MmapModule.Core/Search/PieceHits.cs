using System;
using System.Buffers;
using System.Runtime.ExceptionServices;

namespace MmapModule.Search;

/// <summary>The hits in one piece of a range, in the order of the search, and the error that ended it.</summary>
internal sealed class PieceHits
{
    private const int FirstCapacity = 64;

    private readonly int _fixedLength;
    private int[] _places = [];
    private int[]? _lengths;

    /// <param name="piece">The piece.</param>
    /// <param name="fixedLength">The length of all hits; 0 if each has its own.</param>
    internal PieceHits(MapRange piece, int fixedLength)
    {
        Piece = piece;
        _fixedLength = fixedLength;
    }

    internal MapRange Piece { get; }

    internal long Count { get; private set; }

    /// <summary>What the hits look like from outside: the offset of the first one and of the last one, in the order of the search.</summary>
    internal MapRange First { get; private set; }

    internal MapRange Last { get; private set; }

    /// <summary>Thrown after the hits have been delivered.</summary>
    internal ExceptionDispatchInfo? Error { get; set; }

    internal MapRange this[long index] =>
        new(Piece.Offset + _places[index], _fixedLength != 0 ? _fixedLength : _lengths![index]);

    /// <summary>Notes a hit.</summary>
    /// <param name="offset">Its offset in the map.</param>
    /// <param name="length">Its length.</param>
    /// <param name="keep">False if only the number of hits is of interest.</param>
    internal void Add(long offset, int length, bool keep)
    {
        if (keep)
        {
            Reserve((int)Count + 1);
            _places[Count] = (int)(offset - Piece.Offset);
            if (_fixedLength == 0)
            {
                _lengths![Count] = length;
            }
        }

        AddCount(1, new MapRange(offset, length), new MapRange(offset, length));
    }

    /// <summary>Notes hits of which nothing but their number is of interest.</summary>
    internal void AddCount(long count, MapRange first, MapRange last)
    {
        First = Count == 0 ? first : First;
        Last = last;
        Count += count;
    }

    /// <summary>Gives the memory back; the hits are gone then.</summary>
    internal void Return()
    {
        Give(_places);
        Give(_lengths);
        _places = [];
        _lengths = null;
    }

    private static void Give(int[]? array)
    {
        if (array is { Length: > 0 })
        {
            ArrayPool<int>.Shared.Return(array);
        }
    }

    private void Reserve(int count)
    {
        if (count <= _places.Length)
        {
            return;
        }

        int capacity = Math.Max(FirstCapacity, _places.Length * 2);
        _places = Grow(_places, capacity, count - 1);
        _lengths = _fixedLength == 0 ? Grow(_lengths ?? [], _places.Length, count - 1) : null;
    }

    private static int[] Grow(int[] old, int capacity, int used)
    {
        int[] larger = ArrayPool<int>.Shared.Rent(capacity);
        old.AsSpan(0, used).CopyTo(larger);
        Give(old);
        return larger;
    }
}
