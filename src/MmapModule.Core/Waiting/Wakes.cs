using System;
using System.Threading;
using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule.Waiting;

/// <summary>Wakes whoever waits for bytes of a map that have just been written.</summary>
internal sealed class Wakes
{
    private readonly LiveMapping _mapping;

    /// <summary>Waits that are under way.</summary>
    private int _waits;

    internal Wakes(LiveMapping mapping) => _mapping = mapping;

    private IWriteSignal? _signal;

    /// <summary>For waits that cannot sleep on words of the memory. Opened at the first use: most maps never need it.</summary>
    internal IWriteSignal Writes => Volatile.Read(ref _signal) ?? OpenSignal();

    /// <summary>Private and anonymous memory is known to this map only; whoever waits for other memory may be in any process.</summary>
    private bool MayHaveWaiters => _mapping.IsShared || Volatile.Read(ref _waits) != 0;

    /// <summary>Nobody sleeps on words: those of a private map of a file, for one, would get pages of their own.</summary>
    private bool HasSignal => !_mapping.Platform.Waiting.CanSleepOn(_mapping.Backing, _mapping.IsPrivate);

    /// <summary>A wait on this map begins.</summary>
    internal void Begin() => Interlocked.Increment(ref _waits);

    /// <summary>It is over.</summary>
    internal void End() => Interlocked.Decrement(ref _waits);

    internal void WakeBytes(MapRange range)
    {
        if (range.Length != 0 && MayHaveWaiters)
        {
            WakePages(range);
        }
    }

    /// <summary>Wakes also those who wait for the words of an atomic value themselves.</summary>
    internal void WakeValue(MapRange range)
    {
        WakeBytes(range);
        if (MayHaveWaiters && !HasSignal)
        {
            MapRange words = range.Shift(_mapping.AddressOf(0)).Outward(WatchedWords.WordSize);
            for (long word = words.Offset; word < words.End; word += WatchedWords.WordSize)
            {
                if (MapRange.AlignDown(word, _mapping.Platform.PageSize) != word)
                {
                    _mapping.Platform.Waiting.Wake((nint)word);
                }
            }
        }
    }

    private void WakePages(MapRange range)
    {
        if (HasSignal)
        {
            Writes.Wake();
            return;
        }

        int pageSize = _mapping.Platform.PageSize;
        MapRange pages = range.Shift(_mapping.AddressOf(0)).Outward(pageSize);
        for (long page = 0; page < Math.Min(pages.Length, (long)WatchedWords.MostPages * pageSize); page += pageSize)
        {
            // Outside the gate: waking looks the address up and touches nothing, so at worst it is for nothing.
            _mapping.Platform.Waiting.Wake((nint)(pages.Offset + page));
        }
    }

    private IWriteSignal OpenSignal()
    {
        IWriteSignal opened = _mapping.Platform.Waiting.OpenSignal(_mapping.Backing, _mapping.IsPrivate) ?? new LocalSignal();
        return Interlocked.CompareExchange(ref _signal, opened, null) ?? opened;
    }
}
