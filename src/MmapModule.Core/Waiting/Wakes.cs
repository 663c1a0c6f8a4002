using System;
using System.Threading;
using MmapModule.Mapping;

namespace MmapModule.Waiting;

/// <summary>Wakes whoever waits for bytes of a map that have just been written.</summary>
internal sealed class Wakes
{
    private readonly LiveMapping _mapping;

    /// <summary>Waits that are under way.</summary>
    private int _waits;

    internal Wakes(LiveMapping mapping) => _mapping = mapping;

    /// <summary>For waits that cannot sleep on words of the memory.</summary>
    internal LocalSignal OwnWrites { get; } = new();

    /// <summary>Private and anonymous memory is known to this map only; whoever waits for other memory may be in any process.</summary>
    private bool MayHaveWaiters => _mapping.IsShared || Volatile.Read(ref _waits) != 0;

    /// <summary>Waiters of a private map of a file cannot sleep on its words: that would give it pages of its own.</summary>
    private bool IsLocal => _mapping.IsPrivate && _mapping.Backing is not null;

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
        if (MayHaveWaiters && !IsLocal)
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
        if (IsLocal)
        {
            OwnWrites.Wake();
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
}
