using System;
using System.Diagnostics;
using System.Threading;

namespace MmapModule.Sharing;

/// <summary>A wait that sleeps in slices, so that it sees Ctrl+C and the end of its time.</summary>
internal readonly struct SlicedWait
{
    /// <summary>The longest sleep between two checks of the time and of Ctrl+C.</summary>
    private const int SliceMilliseconds = 100;

    private readonly TimeSpan _timeout;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly CancellationToken _stop;

    /// <param name="timeout">The longest wait; negative means forever.</param>
    /// <param name="stop">Ends the wait within one slice.</param>
    internal SlicedWait(TimeSpan timeout, CancellationToken stop)
    {
        _timeout = timeout;
        _stop = stop;
    }

    /// <summary>The time as users give it: milliseconds, where a negative number means forever.</summary>
    internal static TimeSpan Time(int milliseconds) => milliseconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>The next sleep in milliseconds; throws after Ctrl+C.</summary>
    /// <param name="isLast">Whether the time is over, so that this is the last attempt.</param>
    internal int Next(out bool isLast)
    {
        _stop.ThrowIfCancellationRequested();
        double left = _timeout < TimeSpan.Zero ? SliceMilliseconds : (_timeout - Stopwatch.GetElapsedTime(_start)).TotalMilliseconds;
        isLast = left <= 0;
        return (int)Math.Clamp(Math.Ceiling(left), 0, SliceMilliseconds);
    }
}
