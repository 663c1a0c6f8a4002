using System;
using System.Diagnostics;
using System.Threading;

namespace MmapModule.Waiting;

/// <summary>How long to sleep before the next check: not at all at first, then a part of the time that has passed.</summary>
/// <remarks>
/// Who writes through this module, or wakes the word by futex(2), ends a sleep at once. Other programs are noticed at the next
/// check: at most 1/16 of the time waited so far too late, and at most <see cref="LongestSleep"/>.
/// </remarks>
internal struct WaitPace
{
    /// <summary>Short enough for Ctrl+C and for the removal of the map, long enough to cost nothing.</summary>
    internal const long LongestSleep = 50 * Millisecond;

    private const long Microsecond = 1000;
    private const long Millisecond = 1000 * Microsecond;
    private const long ShortestSleep = 200 * Microsecond;

    /// <summary>An answer that is on its way already is met without sleeping. What was worth it last time is tried again.</summary>
    internal const long MostSpin = 40 * Microsecond;

    private const long LeastSpin = 2 * Microsecond;

    /// <summary>After so many wakes for nothing checking every millisecond must be enough: somebody writes all the time.</summary>
    private const int MostIdleWakes = 8;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly long _limit;
    private readonly long _spin;
    private int _idleWakes;

    /// <param name="limit">The longest wait in nanoseconds; negative means forever.</param>
    /// <param name="spin">How long to check without sleeping, in nanoseconds.</param>
    internal WaitPace(long limit, long spin)
    {
        _limit = limit;
        _spin = Environment.ProcessorCount > 1 ? spin : 0;
    }

    /// <summary>How long the next wait of this map should spin.</summary>
    internal readonly long NextSpin => Passed <= MostSpin ? Math.Min(2 * Math.Max(_spin, LeastSpin), MostSpin) : Math.Max(_spin / 4, LeastSpin);

    /// <summary>How long the next sleep may be in nanoseconds; 0 to check again at once, negative if the time is over.</summary>
    /// <param name="cost">How long a check takes, in nanoseconds: checking must not take more than a twentieth of the time.</param>
    internal readonly long Next(long cost)
    {
        long passed = Passed;
        if (_limit >= 0 && passed >= _limit)
        {
            return -1;
        }

        if (passed < _spin)
        {
            return 0;
        }

        long sleep = Math.Clamp(passed / 16, Math.Max(ShortestSleep, Math.Min(20 * cost, LongestSleep)), LongestSleep);
        return _limit < 0 ? sleep : Math.Min(sleep, _limit - passed);
    }

    /// <summary>Counts a sleep that ended early; many wakes in a row are slowed down.</summary>
    internal void Woken(long slept, long planned)
    {
        if (slept >= planned / 2)
        {
            _idleWakes = 0;
        }
        else if (++_idleWakes > MostIdleWakes)
        {
            Thread.Sleep(1);
        }
    }

    private readonly long Passed => (long)Stopwatch.GetElapsedTime(_start).TotalNanoseconds;
}
