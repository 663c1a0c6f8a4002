using System;
using System.Buffers;

namespace MmapModule.Search;

/// <summary>Bytes of a map that have been read.</summary>
internal sealed class FeedWindow : IDisposable
{
    private byte[] _buffer = [];
    private long _offset;
    private int _first;
    private int _count;

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
        _count = 0;
    }

    internal bool Contains(long offset) => (ulong)(offset - _offset - _first) < (ulong)_count;

    /// <summary>The bytes from an offset on.</summary>
    internal ReadOnlySpan<byte> From(long offset) => _buffer.AsSpan((int)(offset - _offset)..(_first + _count));

    /// <summary>The bytes before an offset.</summary>
    internal ReadOnlySpan<byte> Before(long offset) => _buffer.AsSpan(_first..(int)(offset - _offset));

    /// <summary>Makes room for other bytes.</summary>
    internal Span<byte> Begin(long offset, int length)
    {
        if (_buffer.Length < length)
        {
            Dispose();
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(length, SymbolFeed.Window));
        }

        _offset = offset;
        _count = 0;
        return _buffer.AsSpan(0, length);
    }

    /// <summary>Says which of the bytes have arrived.</summary>
    internal void Keep(int first, int count)
    {
        _first = first;
        _count = count;
    }
}
