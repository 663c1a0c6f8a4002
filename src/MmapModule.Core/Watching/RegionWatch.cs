using System;
using System.Threading;
using MmapModule.Waiting;

namespace MmapModule;

/// <summary>Watches bytes and reports each change of them. One thread at a time may use it.</summary>
/// <remarks>
/// Each look is compared with the bytes that were reported last, so nothing that stays changed is missed, however
/// much time passes between two calls. Changes between two looks are reported as one, and a change that is undone in between is not reported.
/// </remarks>
public sealed class RegionWatch
{
    private readonly MemoryMap _map;
    private readonly MapRange _range;
    private readonly MappedValueType? _type;
    private readonly bool _isBigEndian;
    private byte[] _seen;

    /// <param name="map">The map.</param>
    /// <param name="range">What to watch, in the map; the caller has checked it.</param>
    /// <param name="type">The type of the value; null for bytes.</param>
    /// <param name="isBigEndian">Most significant byte first.</param>
    internal RegionWatch(MemoryMap map, MapRange range, MappedValueType? type, bool isBigEndian)
    {
        _map = map;
        _range = range;
        _type = type;
        _isBigEndian = isBigEndian;
        _seen = map.ReadArray(range, null, default);
    }

    /// <summary>What was reported last, or what was there at first.</summary>
    /// <returns>As a change from nothing.</returns>
    public MappedChange Current() => new(_map, _range, null, Decode(_seen), _range);

    /// <summary>Waits for the next change.</summary>
    /// <param name="milliseconds">The longest wait; 0 to look once, -1 to wait forever.</param>
    /// <returns>The change; null if the time is over.</returns>
    /// <exception cref="MmapException">The range cannot be read (any more), or the map is removed.</exception>
    public MappedChange? Next(int milliseconds = Timeout.Infinite) =>
        Next(milliseconds < 0 ? -1 : milliseconds * 1_000_000L, default);

    /// <summary>Waits for the next change.</summary>
    /// <param name="timeout">The longest wait in nanoseconds; negative means forever.</param>
    /// <param name="cancellation">Seen within 50 ms.</param>
    internal MappedChange? Next(long timeout, CancellationToken cancellation)
    {
        byte[] bytes = new byte[_range.Length];
        if (!_map.WaitFor(_range, bytes, new ChangeGoal(_seen), timeout, cancellation))
        {
            return null;
        }

        byte[] before = _seen;
        _seen = bytes;
        return new MappedChange(_map, _range, Decode(before), Decode(bytes), FindChange(before, bytes));
    }

    /// <summary>The caller gets the array, and the next comparison needs what was seen: whoever writes into it must not change that.</summary>
    private object Decode(byte[] bytes) => _type is { } type ? ValueCodec.Decode(bytes, type, _isBigEndian) : bytes.Clone();

    private MapRange FindChange(byte[] before, byte[] after)
    {
        int first = before.AsSpan().CommonPrefixLength(after);
        int last = before.Length - 1;
        while (before[last] == after[last])
        {
            last--;
        }

        return new MapRange(_range.Offset + first, last - first + 1);
    }
}
