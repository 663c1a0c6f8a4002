using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using MmapModule.Access;
using MmapModule.Platform;
using MmapModule.Platform.Linux.Access;
using MmapModule.Waiting;

namespace MmapModule;

/// <content>Waiting for what others write, and waking those who wait.</content>
public sealed partial class MemoryMap
{
    private const int SpinLength = 10;

    /// <summary>Waits that are under way.</summary>
    private int _waits;

    private long _spin = WaitPace.MostSpin;

    /// <summary>For waits that cannot sleep on words of the memory.</summary>
    private readonly LocalSignal _ownWrites = new();

    /// <summary>Waits until the bytes of a range are what is wanted.</summary>
    /// <param name="range">The range, which the caller has checked.</param>
    /// <param name="bytes">Room for the range; holds the bytes that were seen last.</param>
    /// <param name="goal">What to wait for.</param>
    /// <param name="timeout">The longest wait in nanoseconds; negative for ever.</param>
    /// <param name="cancellation">Seen within 50 ms.</param>
    /// <returns>False if the time is over.</returns>
    /// <exception cref="MmapException">RegionTruncated, RegionProtected or RegionFault if it cannot be read (any more), MapDisposed if the map is removed.</exception>
    internal bool WaitFor(MapRange range, Span<byte> bytes, WaitGoal goal, long timeout, CancellationToken cancellation)
    {
        WaitPace pace = new(timeout, Volatile.Read(ref _spin));
        WatchedWords words = default;
        WatchView? view = null;
        nint address = 0;
        _ = Interlocked.Increment(ref _waits);
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
                int writes = _ownWrites.Writes;
                long start = Stopwatch.GetTimestamp();
                CopyOut(range.Offset, bytes, null, cancellation);
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
            _ = Interlocked.Decrement(ref _waits);
        }
    }

    /// <summary>Private and anonymous memory is known to this map only; whoever waits for other memory may be in any process.</summary>
    private bool MayHaveWaiters => !(IsPrivate || _backing is null) || Volatile.Read(ref _waits) != 0;

    /// <summary>
    /// False for private maps of files, where futex(2) would make the pages copies of this process, which no longer show what
    /// others write, and for devices.
    /// </summary>
    private bool CanSleepOnWords =>
        _backing is null || (!IsPrivate && _backing.Type is BackingType.RegularFile or BackingType.BlockDevice && !_backing.NeedsProcessorCopy);

    /// <summary>Wakes whoever waits for bytes that have just been written.</summary>
    private void WakeBytes(MapRange range)
    {
        if (range.Length == 0 || !MayHaveWaiters)
        {
            return;
        }

        if (IsPrivate && _backing is not null)
        {
            _ownWrites.Wake();
            return;
        }

        int pageSize = _platform.PageSize;
        MapRange pages = range.Shift((long)_handle.Address + _pageOffset).Outward(pageSize);
        for (long page = 0; page < Math.Min(pages.Length, (long)WatchedWords.MostPages * pageSize); page += pageSize)
        {
            // Outside the gate: waking looks the address up and touches nothing, so at worst it is for nothing.
            Futex.Wake((nint)(pages.Offset + page));
        }
    }

    /// <summary>Wakes also those who wait for the words of an atomic value by futex(2).</summary>
    private void WakeValue(MapRange range)
    {
        WakeBytes(range);
        if (MayHaveWaiters && !(IsPrivate && _backing is not null))
        {
            MapRange words = range.Shift((long)_handle.Address + _pageOffset).Outward(WordSize);
            for (long word = words.Offset; word < words.End; word += WordSize)
            {
                if (MapRange.AlignDown(word, _platform.PageSize) != word)
                {
                    Futex.Wake((nint)word);
                }
            }
        }
    }

    /// <summary>A quick look while spinning: true if a number is the same as at the last full look, false if that is not known.</summary>
    private bool IsUnchanged(MapRange range, ReadOnlySpan<byte> last)
    {
        EnterGate();
        try
        {
            CheckStillInside(range);
            CheckAccess(range, 0, isWrite: false);
            nint address = _handle.Address + (nint)(_pageOffset + range.Offset);
            return IsWord(address, range.Length)
                && AtomicWord.System is { CanCopy: true } word
                && word.TryLoad(address, (int)range.Length, out ulong found)
                && found == (range.Length == sizeof(ulong) ? MemoryMarshal.Read<ulong>(last) : MemoryMarshal.Read<uint>(last));
        }
        finally
        {
            ExitGate();
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
            _ownWrites.Sleep(writes, TimeSpan.FromMilliseconds(Math.Max(1, planned / 1_000_000)));
        }

        pace.Woken(Nanoseconds(start), planned);
    }

    /// <summary>Notes the words to sleep on; anew if the map has moved. False if they cannot be read: the copy that follows says why.</summary>
    private bool TryWatch(MapRange range, ref WatchedWords words, ref WatchView? view, ref nint address)
    {
        EnterGate();
        try
        {
            CheckStillInside(range);
            CheckAccess(range, 0, isWrite: false);
            if (!CanSleepOnWords)
            {
                return false;
            }

            nint now = _handle.Address + (nint)(_pageOffset + range.Offset);
            if (_backing is not null && (Flags & MapFlags.HugeTlb) == 0)
            {
                view ??= WatchView.TryCreate(_platform, _backing, range.Shift(FileOffset));
                if (view is null)
                {
                    return false;
                }

                now = view.Address;
            }

            if (address != now)
            {
                address = now;
                words = new WatchedWords(now, range.Length);
            }

            return words.TryRead();
        }
        finally
        {
            ExitGate();
        }
    }

    private static long Nanoseconds(long start) => (long)Stopwatch.GetElapsedTime(start).TotalNanoseconds;
}
