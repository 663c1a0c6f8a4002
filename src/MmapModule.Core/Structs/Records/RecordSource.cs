using System;
using System.Threading;
using MmapModule.Access;

namespace MmapModule;

/// <summary>The bytes from which records are read part by part. For one thread.</summary>
internal sealed class RecordSource
{
    /// <summary>Records are usually small, and often only one is wanted; those that follow each other are read in larger windows each time.</summary>
    private const int FirstWindow = 256;
    private const int LargestWindow = 64 * 1024;
    private const int Growth = 4;

    private readonly MemoryMap _map;
    private readonly CancellationToken _cancellation;
    private byte[] _buffer = [];
    private MapRange _known;
    private int _window = FirstWindow;

    /// <param name="map">The map.</param>
    /// <param name="range">Nothing outside of it is read.</param>
    /// <param name="cancellation">Ends it.</param>
    internal RecordSource(MemoryMap map, MapRange range, CancellationToken cancellation)
    {
        _map = map;
        Range = range;
        _cancellation = cancellation;
    }

    internal MapRange Range { get; }

    internal MemoryMap Map => _map;

    internal void ThrowIfCanceled() => _cancellation.ThrowIfCancellationRequested();

    /// <summary>Bytes of the range.</summary>
    /// <returns>They are there until the next call.</returns>
    internal ReadOnlySpan<byte> Read(long offset, long count)
    {
        if (count == 0)
        {
            return [];
        }

        Have(new MapRange(offset, count), count);
        return _buffer.AsSpan((int)(offset - _known.Offset), (int)count);
    }

    /// <summary>As many of these bytes as can be read, at least one of them.</summary>
    internal ReadOnlySpan<byte> ReadSome(long offset, long count)
    {
        if (count == 0)
        {
            return [];
        }

        Have(new MapRange(offset, count), 1);
        return _buffer.AsSpan((int)(offset - _known.Offset), (int)Math.Min(count, _known.End - offset));
    }

    private void Have(MapRange wanted, long least)
    {
        if (_known.Contains(wanted))
        {
            return;
        }

        _cancellation.ThrowIfCancellationRequested();
        MapRange window = wanted.Length >= _window ? wanted : new MapRange(wanted.Offset, Math.Min(_window, Range.End - wanted.Offset));
        _window = Math.Min(_window * Growth, LargestWindow);
        _known = default;
        if (_buffer.Length < window.Length)
        {
            _buffer = GC.AllocateUninitializedArray<byte>((int)window.Length);
        }

        // What follows may not be readable; that matters only if somebody asks for it.
        int read = PieceReader.Read(_map, window, _buffer.AsSpan(0, (int)window.Length), _cancellation, out MmapException? error);
        _known = new MapRange(window.Offset, read);
        if (read < least)
        {
            throw error!;
        }
    }
}
