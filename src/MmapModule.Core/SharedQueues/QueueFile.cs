using System;
using MmapModule.Access;
using MmapModule.Platform;

namespace MmapModule.SharedQueues;

/// <summary>
/// The open and mapped file of a shared queue. Everything that reads or changes it comes through here, and finds out when
/// somebody has truncated it or overwritten it: that is QueueInvalid.
/// </summary>
internal sealed unsafe class QueueFile : IDisposable
{
    /// <summary>So few bytes are written in less time than a look at the signal handlers takes; as with words, they are trusted for some microseconds.</summary>
    private const int Short = 4096;

    private readonly IMapPlatform _platform;
    private readonly MapBacking _backing;
    private readonly SharedPage _pages;
    private readonly MemoryCopier _copier;
    private readonly string _path;

    /// <param name="platform">The system.</param>
    /// <param name="backing">The open file, which belongs to this object from now on.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="capacity">The size of the ring.</param>
    /// <param name="slots">Who is attached.</param>
    /// <param name="waiting">How to sleep on its words.</param>
    internal QueueFile(IMapPlatform platform, MapBacking backing, string path, long capacity, IQueueSlots slots, IQueueWaiting waiting)
    {
        _platform = platform;
        _backing = backing;
        _path = path;
        Capacity = capacity;
        Slots = slots;
        Waiting = waiting;
        _copier = platform.Copying.FaultProof;
        _pages = new SharedPage(platform, backing, Length);
    }

    /// <summary>The size of the ring.</summary>
    internal long Capacity { get; }

    /// <summary>Who is attached.</summary>
    internal IQueueSlots Slots { get; }

    /// <summary>How to sleep on its words.</summary>
    internal IQueueWaiting Waiting { get; }

    private long Length => QueueLayout.Length(Capacity);

    /// <summary>Keeps the file mapped for a while.</summary>
    internal PageUse Use() => new(_pages);

    /// <summary>Reads one end of what is in the ring.</summary>
    internal QueuePosition Load(nint start, int offset) =>
        QueueWords.TryLoad(start + offset, out ulong word) ? QueuePosition.Of(word) : throw Gone();

    /// <summary>Reads a word of a lock or of a signal.</summary>
    internal uint LoadWord(nint word) => QueueWords.TryLoad(word, out uint found) ? found : throw Gone();

    /// <summary>Writes a word if it is what it is expected to be; what it was.</summary>
    internal uint Exchange(nint word, uint expected, uint desired) =>
        AtomicWord.System.TryCompareExchange(word, expected, desired, out uint found) ? found : throw Gone();

    /// <summary>Moves one end of what is in the ring: with this one store a message is sent, or is received.</summary>
    internal void Commit(nint start, int offset, QueuePosition from, QueuePosition to)
    {
        if (!AtomicWord.System.TryCompareExchange(start + offset, from.Word, to.Word, out ulong found))
        {
            throw Gone();
        }

        if (found != from.Word)
        {
            throw Invalid("a program has changed it without holding its lock.");
        }
    }

    /// <summary>Reads bytes of the ring.</summary>
    internal void Read(nint start, long offset, Span<byte> bytes)
    {
        int first = (int)Math.Min(bytes.Length, Capacity - offset);
        if (!TryRead(start, offset, bytes[..first]) || !TryRead(start, 0, bytes[first..]))
        {
            throw Gone();
        }
    }

    /// <summary>Writes bytes of the ring; the caller holds the lock for sending.</summary>
    internal void Write(nint start, long offset, ReadOnlySpan<byte> bytes)
    {
        int first = (int)Math.Min(bytes.Length, Capacity - offset);
        if (!TryWrite(start, offset, bytes[..first]) || !TryWrite(start, 0, bytes[first..]))
        {
            throw Gone();
        }
    }

    /// <summary>
    /// Throws if the file is not whole any more: its first and last bytes tell. What lies past the end of a truncated file, but
    /// on its last page, can still be read as zeros and written; so this comes between a copy and its commit.
    /// </summary>
    internal void CheckWhole(nint start)
    {
        if (!QueueWords.TryLoad(start, start + (nint)(Length - QueueLayout.MarkSize), out ulong first, out ulong last)
            || first != QueueLayout.Magic || last != QueueLayout.Magic)
        {
            throw Gone();
        }
    }

    /// <summary>The error for a file that somebody has truncated or overwritten.</summary>
    internal MmapException Gone()
    {
        try
        {
            long length = _platform.GetLength(_backing);
            return length < Length
                ? SharedQueueErrors.Truncated(_path, length, Length)
                : Invalid("it has been overwritten, or cut and made longer again.");
        }
        catch (ObjectDisposedException)
        {
            return Invalid("it was closed while it was changed.");
        }
    }

    /// <summary>The error for bytes that contradict each other.</summary>
    internal MmapException Invalid(string why) => SharedQueueErrors.Damaged(_path, why);

    /// <inheritdoc/>
    public void Dispose()
    {
        _pages.Dispose();
        _backing.Dispose();
        (Waiting as IDisposable)?.Dispose();
    }

    // SAFETY: the bytes are pinned; the caller keeps the file mapped, and the range lies in the ring.
    private bool TryRead(nint start, long offset, Span<byte> bytes)
    {
        fixed (byte* destination = bytes)
        {
            return _copier.CopyFrom(destination, MappedPlace.InMemory(start + QueueLayout.HeaderSize + (nint)offset), bytes.Length) == bytes.Length;
        }
    }

    // SAFETY: as above.
    private bool TryWrite(nint start, long offset, ReadOnlySpan<byte> bytes)
    {
        nint address = start + QueueLayout.HeaderSize + (nint)offset;
        fixed (byte* source = bytes)
        {
            if (bytes.Length <= Short && AtomicWord.System is { CanCopy: true } word)
            {
                return word.Copy(address, (nint)source, bytes.Length) == bytes.Length;
            }

            return _copier.CopyTo(address, source, bytes.Length) == bytes.Length;
        }
    }
}
