using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using MmapModule.Access;
using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule.Waiting;

/// <summary>Waits until the bytes of a range of a map are what is wanted: a loop of checks and sleeps.</summary>
internal sealed class Waiter
{
    private const int SpinLength = 10;

    private readonly LiveMapping _mapping;
    private readonly Transfer _transfer;
    private readonly Wakes _wakes;
    private long _spin = WaitPace.MostSpin;

    internal Waiter(LiveMapping mapping, Transfer transfer, Wakes wakes)
    {
        _mapping = mapping;
        _transfer = transfer;
        _wakes = wakes;
    }

    /// <summary>Waits.</summary>
    /// <param name="range">The range, which the caller has checked.</param>
    /// <param name="bytes">Room for the range; holds the bytes that were seen last.</param>
    /// <param name="goal">What to wait for.</param>
    /// <param name="timeout">The longest wait in nanoseconds; negative means forever.</param>
    /// <param name="cancellation">Seen within 50 ms.</param>
    /// <returns>False if the time ran out.</returns>
    /// <exception cref="MmapException">RegionTruncated, RegionProtected or RegionFault if it cannot be read (any more), MapDisposed if the map is removed.</exception>
    internal bool Wait(MapRange range, Span<byte> bytes, WaitGoal goal, long timeout, CancellationToken cancellation)
    {
        WaitPace pace = new(timeout, Volatile.Read(ref _spin));
        WatchedWords words = default;
        WatchView? view = null;
        nint address = 0;
        _wakes.Begin();
        try
        {
            long sleep = 0;
            bool hasLooked = false;
            for (bool isLast = false; ; isLast = sleep < 0)
            {
                cancellation.ThrowIfCancellationRequested();
                if (sleep == 0 && hasLooked && IsUnchanged(range, bytes))
                {
                    Thread.SpinWait(SpinLength);
                    sleep = pace.Next(0);
                    continue;
                }

                // What is read here is compared again by the kernel: a change after it keeps the sleep from beginning.
                bool canSleep = sleep > 0 && TryWatch(range, ref words, ref view, ref address);
                int writes = _wakes.Writes.Writes;
                long start = Stopwatch.GetTimestamp();
                _transfer.CopyOut(range.Offset, bytes, null, cancellation);
                bool isMet = goal.IsMet(bytes);
                if (isMet || isLast)
                {
                    return isMet;
                }

                hasLooked = true;
                long cost = Nanoseconds(start);

                Sleep(ref pace, canSleep ? words : default, sleep, writes);
                sleep = pace.Next(cost);
            }
        }
        finally
        {
            view?.Dispose();
            Volatile.Write(ref _spin, pace.NextSpin);
            _wakes.End();
        }
    }

    private static long Nanoseconds(long start) => (long)Stopwatch.GetElapsedTime(start).TotalNanoseconds;

    /// <summary>A quick check while spinning: true if a number is the same as at the last full check, false if that is not known.</summary>
    private bool IsUnchanged(MapRange range, ReadOnlySpan<byte> last)
    {
        using (_mapping.Enter())
        {
            _mapping.CheckInside(range);
            _mapping.CheckAccess(range, 0, isWrite: false);
            nint address = _mapping.AddressOf(range.Offset);
            return range.Length >= WatchedWords.WordSize
                && NumberAccess.IsNumber(address, range.Length)
                && AtomicWord.System is { CanCopy: true } word
                && word.TryLoad(address, (int)range.Length, out ulong found)
                && found == (range.Length == sizeof(ulong) ? MemoryMarshal.Read<ulong>(last) : MemoryMarshal.Read<uint>(last));
        }
    }

    private void Sleep(ref WaitPace pace, WatchedWords words, long planned, int writes)
    {
        if (planned <= 0)
        {
            Thread.SpinWait(SpinLength);
            return;
        }

        long start = Stopwatch.GetTimestamp();
        if (!words.Sleep(planned))
        {
            _wakes.Writes.Sleep(writes, TimeSpan.FromMilliseconds(Math.Max(1, planned / 1_000_000)));
        }

        pace.Woken(Nanoseconds(start), planned);
    }

    /// <summary>Notes the words to sleep on; anew if the map has moved. False if they cannot be read: the copy that follows says why.</summary>
    private bool TryWatch(MapRange range, ref WatchedWords words, ref WatchView? view, ref nint address)
    {
        using (_mapping.Enter())
        {
            _mapping.CheckInside(range);
            _mapping.CheckAccess(range, 0, isWrite: false);
            if (!_mapping.Platform.Waiting.CanSleepOn(_mapping.Backing, _mapping.IsPrivate))
            {
                return false;
            }

            nint now = _mapping.AddressOf(range.Offset);
            if (_mapping.Backing is not null && (_mapping.Flags & MapFlags.HugeTlb) == 0)
            {
                view ??= WatchView.TryCreate(_mapping.Platform, _mapping.Backing, _mapping.InFile(range));
                if (view is null)
                {
                    return false;
                }

                now = view.Address;
            }

            if (address != now)
            {
                address = now;
                words = new WatchedWords(_mapping.Platform, now, range.Length);
            }

            return words.TryRead();
        }
    }
}
