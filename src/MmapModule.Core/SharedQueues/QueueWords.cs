using MmapModule.Access;

namespace MmapModule.SharedQueues;

/// <summary>
/// Words of the mapped file of a queue, by instructions that survive a page that is gone. The signal handlers are trusted for
/// some microseconds: asking each time would take longer than all the rest.
/// </summary>
internal static class QueueWords
{
    private const int Size = sizeof(ulong);

    /// <summary>Reads a word of 8 bytes; false if the page is gone.</summary>
    internal static bool TryLoad(nint address, out ulong value)
    {
        AtomicWord word = AtomicWord.System;
        return word.CanCopy ? word.TryLoad(address, Size, out value) : word.TryCompareExchange(address, 0UL, 0UL, out value);
    }

    /// <summary>Reads two words of 8 bytes.</summary>
    internal static bool TryLoad(nint address, nint second, out ulong value, out ulong other)
    {
        AtomicWord word = AtomicWord.System;
        if (word.CanCopy)
        {
            return word.TryLoad(address, Size, second, out value, out other);
        }

        other = 0;
        return word.TryCompareExchange(address, 0UL, 0UL, out value) && word.TryCompareExchange(second, 0UL, 0UL, out other);
    }

    /// <summary>Reads a word of 4 bytes.</summary>
    internal static bool TryLoad(nint address, out uint value)
    {
        AtomicWord word = AtomicWord.System;
        if (!word.CanCopy)
        {
            return word.TryCompareExchange(address, 0U, 0U, out value);
        }

        bool isRead = word.TryLoad(address, sizeof(uint), out ulong found);
        value = (uint)found;
        return isRead;
    }
}
