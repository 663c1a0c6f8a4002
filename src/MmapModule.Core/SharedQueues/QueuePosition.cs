using MmapModule.Platform;

namespace MmapModule.SharedQueues;

/// <summary>An end of what is in the ring: an offset, and the number of the message there. Both are one word, so one store changes both.</summary>
internal readonly record struct QueuePosition(uint Offset, uint Number)
{
    private const int NumberShift = 32;

    /// <summary>The word in the header.</summary>
    internal ulong Word => ((ulong)Number << NumberShift) | Offset;

    /// <summary>What is between two ends; null if they are not those of a ring.</summary>
    internal static QueueState? State(QueuePosition head, QueuePosition tail, long capacity)
    {
        uint count = head.CountTo(tail);
        return head.IsPossible(tail, capacity) ? new QueueState(count, head.BytesTo(tail, capacity) - ((long)count * QueueLayout.FrameHead)) : null;
    }

    internal static QueuePosition Of(ulong word) => new((uint)word, (uint)(word >> NumberShift));

    /// <summary>The position after the message that is here.</summary>
    internal QueuePosition After(long frame, long capacity) => new((uint)((Offset + frame) % capacity), unchecked(Number + 1));

    /// <summary>How many messages lie between this one, the head, and the tail.</summary>
    internal uint CountTo(QueuePosition tail) => unchecked(tail.Number - Number);

    /// <summary>How many bytes of the ring they take; a full ring has the same offset at both ends.</summary>
    internal long BytesTo(QueuePosition tail, long capacity)
    {
        if (Number == tail.Number)
        {
            return 0;
        }

        long bytes = (long)tail.Offset - Offset;
        return bytes > 0 ? bytes : bytes + capacity;
    }

    /// <summary>Whether these can be the two ends of a ring.</summary>
    internal bool IsPossible(QueuePosition tail, long capacity)
    {
        uint count = CountTo(tail);
        return Offset < capacity && tail.Offset < capacity
            && (count == 0 ? Offset == tail.Offset : BytesTo(tail, capacity) >= (long)count * QueueLayout.FrameHead);
    }
}
