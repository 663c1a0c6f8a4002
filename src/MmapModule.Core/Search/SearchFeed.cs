using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using MmapModule.Access;
using MmapModule.Copying;
using MmapModule.Platform;

namespace MmapModule.Search;

/// <summary>
/// Brings the bytes of a map to a search that moves forward and backward in them. What lies in a hole is not read. For one thread.
/// </summary>
internal sealed class SearchFeed : IDisposable
{
    /// <summary>This much is copied at a time; it stays in the cache of the processor.</summary>
    internal const int Window = 256 * 1024;

    /// <summary>Holes are looked for this far at a time, if the search goes backwards.</summary>
    private const int Block = 4 * 1024 * 1024;

    private static readonly byte[] s_zeros = new byte[Window];

    private readonly MemoryMap _map;
    private readonly MapRange _range;
    private readonly DataLayout? _layout;
    private readonly FeedWindow _ahead = new();
    private readonly FeedWindow _behind = new();
    private readonly List<DataRun> _runs = [];
    private long _runsOf = -1;
    private byte[] _across = [];

    /// <param name="map">The map.</param>
    /// <param name="range">What is searched of it; nothing outside is read.</param>
    /// <param name="layout">Where its holes are; null if there are none worth knowing.</param>
    internal SearchFeed(MemoryMap map, MapRange range, DataLayout? layout)
    {
        _map = map;
        _range = range;
        _layout = layout;
    }

    internal bool KnowsHoles => _layout is not null;

    public void Dispose()
    {
        _ahead.Dispose();
        _behind.Dispose();
    }

    /// <summary>The byte before an offset; -1 at the start of the range.</summary>
    internal int ByteBefore(long offset) => offset == _range.Offset ? -1 : ByteAt(offset - 1);

    /// <summary>The byte at an offset; -1 at the end of the range.</summary>
    internal int ByteAt(long offset)
    {
        if (offset == _range.End)
        {
            return -1;
        }

        foreach (FeedWindow window in (ReadOnlySpan<FeedWindow>)[_ahead, _behind])
        {
            if (window.Contains(offset))
            {
                return window.From(offset)[0];
            }
        }

        MapRange place = new(offset, 1);
        if (FirstRun(place).IsHole && _map.CanRead(place))
        {
            return 0;
        }

        Span<byte> value = stackalloc byte[1];
        _map.CopyOut(offset, value);
        return value[0];
    }

    /// <summary>Bytes from an offset on, at least one.</summary>
    /// <param name="offset">The offset.</param>
    /// <param name="end">None are wanted from here on.</param>
    /// <param name="endOfHole">Where the hole ends if they are zeros of one; otherwise the offset.</param>
    /// <param name="size">How many to read if they have to be read.</param>
    internal ReadOnlySpan<byte> Ahead(long offset, long end, out long endOfHole, int size = Window)
    {
        endOfHole = offset;
        if (Known(offset) is not { } window)
        {
            MapRange wanted = new(offset, Math.Min(size, _range.End - offset));
            DataRun run = FirstRun(wanted with { Length = _range.End - offset });
            if (run.IsHole && CountAccessible(run.Range) is > 0 and long count)
            {
                endOfHole = Math.Min(end, offset + count);
                return s_zeros.AsSpan(0, (int)Math.Min(s_zeros.Length, endOfHole - offset));
            }

            if (!run.IsHole)
            {
                wanted = wanted.First(run.Range.Length);
            }

            Load(_ahead, wanted);
            window = _ahead;
        }

        ReadOnlySpan<byte> bytes = window.From(offset);
        return bytes[..(int)Math.Min(bytes.Length, end - offset)];
    }

    /// <summary>A few bytes from an offset on, across the edges of holes; fewer where something cannot be read.</summary>
    /// <param name="offset">The offset.</param>
    /// <param name="end">None are wanted from here on.</param>
    /// <param name="size">How many are wanted.</param>
    internal ReadOnlySpan<byte> AheadAcross(long offset, long end, int size)
    {
        Span<byte> across = Across((int)Math.Min(size, end - offset));
        int count = 0;
        try
        {
            while (count < across.Length)
            {
                ReadOnlySpan<byte> bytes = Ahead(offset + count, end, out _);
                bytes = bytes[..Math.Min(bytes.Length, across.Length - count)];
                bytes.CopyTo(across[count..]);
                count += bytes.Length;
            }
        }
        catch (MmapException) when (count > 0)
        {
        }

        return across[..count];
    }

    /// <summary>Bytes that end at an offset, at least one.</summary>
    /// <param name="offset">The offset after them.</param>
    /// <param name="start">None are wanted before it.</param>
    /// <param name="startOfHole">Where the hole begins if they are zeros of one; otherwise the offset.</param>
    /// <param name="size">How many to read if they have to be read.</param>
    internal ReadOnlySpan<byte> Behind(long offset, long start, out long startOfHole, int size = Window)
    {
        startOfHole = offset;
        if (Known(offset - 1) is not { } window)
        {
            DataRun run = LastRun(offset);
            if (run.IsHole && _map.CanRead(run.Range))
            {
                startOfHole = Math.Max(start, run.Range.Offset);
                return s_zeros.AsSpan(0, (int)Math.Min(s_zeros.Length, offset - startOfHole));
            }

            long first = Math.Max(Math.Max(_range.Offset, offset - size), run.IsHole ? 0 : run.Range.Offset);
            LoadBackward(_behind, new MapRange(first, offset - first));
            window = _behind;
        }

        ReadOnlySpan<byte> bytes = window.Before(offset);
        return bytes[(int)Math.Max(0, bytes.Length - (offset - start))..];
    }

    /// <summary>A few bytes that end at an offset, across the edges of holes; fewer where something cannot be read.</summary>
    /// <param name="offset">The offset after them.</param>
    /// <param name="start">None are wanted before it.</param>
    /// <param name="size">How many are wanted.</param>
    internal ReadOnlySpan<byte> BehindAcross(long offset, long start, int size)
    {
        Span<byte> across = Across((int)Math.Min(size, offset - start));
        int count = 0;
        try
        {
            while (count < across.Length)
            {
                ReadOnlySpan<byte> bytes = Behind(offset - count, start, out _);
                bytes = bytes[Math.Max(0, bytes.Length - (across.Length - count))..];
                bytes.CopyTo(across[..^count][^bytes.Length..]);
                count += bytes.Length;
            }
        }
        catch (MmapException) when (count > 0)
        {
        }

        return across[^count..];
    }

    /// <summary>Reads a part of a window that contains a place, as far as that goes without a byte that cannot be read.</summary>
    internal MapRange ReadAround(long place, MapRange window, Span<byte> bytes, out ExceptionDispatchInfo? error)
    {
        int middle = (int)(place - window.Offset);
        int count = Read(window, bytes[..(int)window.Length], out error);
        if (error is null)
        {
            return window;
        }

        int behind = Read(window.From(place), bytes[middle..(int)window.Length], out _);
        int before = count >= middle ? middle : ReadBackward(window.First(middle), bytes[..middle], out _);
        return new MapRange(place - before, before + behind);
    }

    private int Read(MapRange range, Span<byte> bytes, out ExceptionDispatchInfo? error)
    {
        int count = PieceReader.Read(_map, range, bytes, CancellationToken.None, out MmapException? fault);
        error = fault is null ? null : ExceptionDispatchInfo.Capture(fault);
        return count;
    }

    private Span<byte> Across(int size)
    {
        if (_across.Length < size)
        {
            _across = new byte[size];
        }

        return _across.AsSpan(0, size);
    }

    private FeedWindow? Known(long offset) => _ahead.Contains(offset) ? _ahead : _behind.Contains(offset) ? _behind : null;

    private void Load(FeedWindow window, MapRange wanted)
    {
        int got = Read(wanted, window.Begin(wanted.Offset, (int)wanted.Length), out ExceptionDispatchInfo? error);
        window.Keep(0, got);
        if (got == 0)
        {
            error!.Throw();
        }
    }

    private void LoadBackward(FeedWindow window, MapRange wanted)
    {
        int got = ReadBackward(wanted, window.Begin(wanted.Offset, (int)wanted.Length), out ExceptionDispatchInfo? error);
        window.Keep((int)wanted.Length - got, got);
        if (got == 0)
        {
            error!.Throw();
        }
    }

    /// <summary>Reads as much of a range as there is after the last byte that cannot be read.</summary>
    private int ReadBackward(MapRange range, Span<byte> bytes, out ExceptionDispatchInfo? error)
    {
        error = null;
        int done = 0;
        int step = bytes.Length;
        while (done < bytes.Length)
        {
            step = Math.Min(step, bytes.Length - done);
            int from = bytes.Length - done - step;
            try
            {
                _map.CopyOut(range.Offset + from, bytes.Slice(from, step));
                done += step;
            }
            catch (MmapException failure)
            {
                // A range with a byte that cannot be read is refused as a whole: smaller steps get up to that byte.
                if (step == 1 || failure.Kind == MmapErrorKind.MapDisposed)
                {
                    error = ExceptionDispatchInfo.Capture(failure);
                    return done;
                }

                step = (step + 1) / 2;
            }
        }

        return done;
    }

    private DataRun FirstRun(MapRange range) => _layout?.FirstRun(range) ?? new DataRun(range, IsHole: false);

    /// <summary>The run that ends at an offset, as far as it lies in one block.</summary>
    private DataRun LastRun(long offset)
    {
        long start = Math.Max(_range.Offset, (offset - 1) / Block * Block);
        if (_layout is null)
        {
            return new DataRun(new MapRange(_range.Offset, offset - _range.Offset), IsHole: false);
        }

        if (_runsOf != start)
        {
            _runs.Clear();
            MapRange block = new(start, Math.Min(_range.End, (start / Block * Block) + Block) - start);
            while (block.Length > 0)
            {
                DataRun run = _layout.FirstRun(block);
                _runs.Add(run);
                block = block.From(run.Range.End);
            }

            _runsOf = start;
        }

        int last = _runs.FindLastIndex(run => run.Range.Offset < offset);
        return _runs[last] with { Range = _runs[last].Range.Intersect(new MapRange(start, offset - start)) };
    }

    /// <summary>How many bytes of a hole could be read; the rest shows its error when it is reached.</summary>
    private long CountAccessible(MapRange hole)
    {
        long count = hole.Length;
        while (count > 0 && !_map.CanRead(hole.First(count)))
        {
            count /= 2;
        }

        return count;
    }
}
