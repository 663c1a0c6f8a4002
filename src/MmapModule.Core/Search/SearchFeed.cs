using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Threading;
using MmapModule.Access;
using MmapModule.Copying;
using MmapModule.Platform;

namespace MmapModule.Search;

/// <summary>
/// Brings the bytes of a map to a search that moves forward and backward in them. What lies in a hole is not read. For one thread.
/// </summary>
internal sealed class SearchFeed : SymbolFeed
{
    /// <summary>Holes are looked for this far at a time, if the search goes backwards.</summary>
    private const int Block = 4 * 1024 * 1024;

    private static readonly byte[] s_zeros = new byte[Window];

    private readonly MemoryMap _map;
    private readonly DataLayout? _layout;
    private readonly FeedWindow _ahead = new();
    private readonly FeedWindow _behind = new();
    private readonly List<DataRun> _runs = [];
    private long _runsOf = -1;

    /// <param name="map">The map.</param>
    /// <param name="range">What is searched of it; nothing outside is read.</param>
    /// <param name="layout">Where its holes are; null if there are none worth knowing.</param>
    internal SearchFeed(MemoryMap map, MapRange range, DataLayout? layout)
        : base(range)
    {
        _map = map;
        _layout = layout;
    }

    internal override bool KnowsHoles => _layout is not null;

    internal override int BytesPerPlace => 1;

    public override void Dispose()
    {
        _ahead.Dispose();
        _behind.Dispose();
    }

    internal override int ByteAt(long offset)
    {
        if (offset == Range.End)
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

    internal override ReadOnlySpan<byte> Ahead(long offset, long end, out long endOfHole, int size = Window)
    {
        endOfHole = offset;
        if (Known(offset) is not { } window)
        {
            MapRange wanted = new(offset, Math.Min(size, Range.End - offset));
            DataRun run = FirstRun(wanted with { Length = Range.End - offset });
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

    internal override ReadOnlySpan<byte> Behind(long offset, long start, out long startOfHole, int size = Window)
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

            long first = Math.Max(Math.Max(Range.Offset, offset - size), run.IsHole ? 0 : run.Range.Offset);
            LoadBackward(_behind, new MapRange(first, offset - first));
            window = _behind;
        }

        ReadOnlySpan<byte> bytes = window.Before(offset);
        return bytes[(int)Math.Max(0, bytes.Length - (offset - start))..];
    }

    internal override MapRange ReadAround(long place, MapRange window, Span<byte> bytes, out ExceptionDispatchInfo? error)
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

    internal override long OffsetOf(long place) => place;

    internal override long PlaceOf(long offset) => offset;

    internal override void ToCharacters(ReadOnlySpan<byte> symbols, MapRange part, MapRange window, Span<char> characters) =>
        Encoding.Latin1.GetChars(symbols, characters);

    private int Read(MapRange range, Span<byte> bytes, out ExceptionDispatchInfo? error)
    {
        int count = PieceReader.Read(_map, range, bytes, CancellationToken.None, out MmapException? fault);
        error = fault is null ? null : ExceptionDispatchInfo.Capture(fault);
        return count;
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
        long start = Math.Max(Range.Offset, (offset - 1) / Block * Block);
        if (_layout is null)
        {
            return new DataRun(new MapRange(Range.Offset, offset - Range.Offset), IsHole: false);
        }

        if (_runsOf != start)
        {
            _runs.Clear();
            MapRange block = new(start, Math.Min(Range.End, (start / Block * Block) + Block) - start);
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
