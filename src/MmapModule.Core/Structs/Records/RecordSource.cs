using System;
using System.Threading;

namespace MmapModule;

/// <summary>The bytes from which records are read part by part. For one thread.</summary>
internal sealed class RecordSource
{
    /// <summary>This much is read at a time: records are usually small, and follow each other.</summary>
    private const int Window = 64 * 1024;

    private readonly MemoryMap _map;
    private readonly CancellationToken _cancellation;
    private byte[] _buffer = [];
    private MapRange _known;

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

        MapRange wanted = new(offset, count);
        if (!_known.Contains(wanted))
        {
            _cancellation.ThrowIfCancellationRequested();
            Load(wanted);
        }

        return _buffer.AsSpan((int)(offset - _known.Offset), (int)count);
    }

    private void Load(MapRange wanted)
    {
        MapRange window = wanted.Length >= Window ? wanted : new MapRange(wanted.Offset, Math.Min(Window, Range.End - wanted.Offset));
        _known = default;
        if (_buffer.Length < window.Length)
        {
            _buffer = GC.AllocateUninitializedArray<byte>((int)Math.Max(Math.Min(Window, Range.Length), window.Length));
        }

        try
        {
            _map.CopyOut(window.Offset, _buffer.AsSpan(0, (int)window.Length), null, _cancellation);
        }
        catch (MmapException error) when (window.Length > wanted.Length && error.Kind != MmapErrorKind.MapDisposed)
        {
            // What follows the record cannot be read, and nobody has asked for it.
            window = wanted;
            _map.CopyOut(window.Offset, _buffer.AsSpan(0, (int)window.Length), null, _cancellation);
        }

        _known = window;
    }
}
