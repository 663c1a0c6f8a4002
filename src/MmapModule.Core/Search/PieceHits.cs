using System;
using System.Buffers;
using System.Runtime.ExceptionServices;

namespace MmapModule.Search;

/// <summary>The hits in one piece of a range, in the order of the search, and the error that ended it.</summary>
internal sealed class PieceHits
{
    private const int FirstCapacity = 64;

    private readonly int _fixedLength;
    private readonly bool _hasNumbers;
    private int[] _places = [];
    private MapRange[] _ranges = [];
    private int[] _numbers = [];

    /// <param name="piece">The piece.</param>
    /// <param name="fixedLength">The length of all hits; 0 if each has its own.</param>
    /// <param name="hasNumbers">Whether it matters which of several patterns was found.</param>
    internal PieceHits(MapRange piece, int fixedLength, bool hasNumbers)
    {
        _hasNumbers = hasNumbers;
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
        _fixedLength != 0 ? new MapRange(Piece.Offset + _places[index], _fixedLength) : _ranges[index];

    /// <summary>Which of several patterns a hit is one of.</summary>
    internal int NumberOf(long index) => _hasNumbers ? _numbers[index] : 0;

    /// <summary>Notes a hit.</summary>
    /// <param name="offset">Its offset in the map.</param>
    /// <param name="length">Its length.</param>
    /// <param name="keep">False if only the number of hits is of interest.</param>
    /// <param name="number">Which of several patterns it is one of.</param>
    internal void Add(long offset, long length, bool keep, int number = 0)
    {
        MapRange hit = new(offset, length);
        if (keep && _hasNumbers)
        {
            Reserve(ref _numbers);
            _numbers[Count] = number;
        }

        if (keep && _fixedLength != 0)
        {
            Reserve(ref _places);
            _places[Count] = (int)(offset - Piece.Offset);
        }
        else if (keep)
        {
            Reserve(ref _ranges);
            _ranges[Count] = hit;
        }

        AddCount(1, hit, hit);
    }

    /// <summary>Notes hits of which nothing but their number is of interest.</summary>
    internal void AddCount(long count, MapRange first, MapRange last)
    {
        First = Count == 0 ? first : First;
        Last = last;
        Count += count;
    }

    /// <summary>Returns the memory; the hits are gone then.</summary>
    internal void Return()
    {
        Give(_places);
        Give(_ranges);
        Give(_numbers);
        _places = [];
        _numbers = [];
        _ranges = [];
    }

    private static void Give<T>(T[] array)
    {
        if (array.Length > 0)
        {
            ArrayPool<T>.Shared.Return(array);
        }
    }

    /// <summary>Makes room for one more hit.</summary>
    private void Reserve<T>(ref T[] hits)
    {
        if (Count < hits.Length)
        {
            return;
        }

        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(FirstCapacity, hits.Length * 2));
        hits.AsSpan(0, (int)Count).CopyTo(larger);
        Give(hits);
        hits = larger;
    }
}
