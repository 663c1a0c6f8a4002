using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading;

namespace MmapModule.Search;

/// <summary>Counts the line feeds before a place. Every byte is counted once, and how many there were is noted every few KiB. For one thread.</summary>
internal sealed class LineCounter : IDisposable
{
    /// <summary>A place can be this far from a note.</summary>
    private const int Step = 64 * 1024;

    private readonly MemoryMap _map;
    private readonly long _end;
    private readonly LineFeed _feed;
    private readonly List<long> _counts = [0];
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Step);
    private long _loaded = -1;
    private int _length;
    private int _place;
    private int _countToPlace;

    internal LineCounter(MemoryMap map, long length, LineFeed feed)
    {
        _end = length;
        _map = map;
        _feed = feed;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>How many line feeds there are before an offset.</summary>
    /// <exception cref="MmapException">Bytes before it cannot be read.</exception>
    internal long CountBefore(long offset, CancellationToken cancellation)
    {
        long block = offset / Step;
        while (_counts.Count <= block)
        {
            cancellation.ThrowIfCancellationRequested();
            long next = _counts.Count - 1;
            Load(next);
            _counts.Add(_counts[^1] + _feed.Count(_buffer.AsSpan(0, _length)));
        }

        int place = (int)(offset % Step / _feed.Width * _feed.Width);
        if (_loaded != block || _length < place)
        {
            Load(block);
        }

        if (place < _place)
        {
            _place = 0;
            _countToPlace = 0;
        }

        _countToPlace += _feed.Count(_buffer.AsSpan(_place..place));
        _place = place;
        return _counts[(int)block] + _countToPlace;
    }

    private void Load(long block)
    {
        _loaded = -1;
        _length = (int)Math.Min(Step, _end - (block * Step));
        _map.CopyOut(block * Step, _buffer.AsSpan(0, _length));
        _loaded = block;
        _place = 0;
        _countToPlace = 0;
    }
}
