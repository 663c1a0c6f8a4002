using System;
using System.Threading;
using MmapModule.Waiting;

namespace MmapModule;

/// <content>Waiting for what other threads, processes and programs write.</content>
public abstract partial class MappedMemory
{
    /// <summary>Longer ranges would cost more than waiting for them is worth: each check reads all of it.</summary>
    private const long LongestWatch = 64L * 1024 * 1024;

    /// <summary>Waits until bytes change.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="length">The number of bytes, up to 64 MiB; null means the rest.</param>
    /// <param name="millisecondsTimeout">The longest wait in milliseconds; -1 means forever.</param>
    /// <returns>False if the time ran out. A change before the call does not count: to miss none, use <see cref="WaitUntil"/> with NotEqual.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read (any more), or the map is removed.</exception>
    public bool WaitForChange(long offset = 0, long? length = null, int millisecondsTimeout = Timeout.Infinite) =>
        AwaitChange(Resolve(offset, length), Nanoseconds(millisecondsTimeout), CancellationToken.None) is not null;

    /// <summary>Waits until a value compares as wanted.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="until">How the value must compare.</param>
    /// <param name="value">What it is compared with; its .NET type is the type of the value in memory.</param>
    /// <param name="millisecondsTimeout">The longest wait in milliseconds; -1 means forever.</param>
    /// <returns>False if the time ran out.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read (any more), or the map is removed.</exception>
    public bool WaitUntil(long offset, WaitCondition until, object value, int millisecondsTimeout = Timeout.Infinite)
    {
        ArgumentNullException.ThrowIfNull(value);
        MappedValueType type = ValueCodec.ValueTypeOf(value)
            ?? throw WaitErrors.NotWaitable(value);
        MapRange range = Resolve(offset, ValueCodec.SizeOf(type));
        return AwaitValue(range, type, until, value, bigEndian: false, Nanoseconds(millisecondsTimeout), CancellationToken.None) is not null;
    }

    /// <summary>The bytes after the change; null if the time is over.</summary>
    internal byte[]? AwaitChange(MapRange range, long timeout, CancellationToken cancellation)
    {
        CheckWatchable(range);
        byte[] bytes = new byte[range.Length];
        return Owner.WaitFor(range, bytes, new ChangeGoal(), timeout, cancellation) ? bytes : null;
    }

    /// <summary>The value that ended the wait; null if the time is over.</summary>
    internal object? AwaitValue(MapRange range, MappedValueType type, WaitCondition until, object value, bool bigEndian, long timeout, CancellationToken cancellation)
    {
        byte[] bytes = new byte[range.Length];
        return Owner.WaitFor(range, bytes, new ValueGoal(type, until, value, bigEndian), timeout, cancellation)
            ? ValueCodec.Decode(bytes, type, bigEndian)
            : null;
    }

    private static void CheckWatchable(MapRange range)
    {
        if (range.Length is 0 or > LongestWatch)
        {
            throw WaitErrors.NotWatchable(range.Length, LongestWatch);
        }
    }

    private static long Nanoseconds(int milliseconds) => milliseconds < 0 ? -1 : milliseconds * 1_000_000L;
}
