using System;
using System.Buffers.Binary;
using MmapModule.Access;

namespace MmapModule.Platform.Linux.SharedQueues;

/// <summary>
/// Words and short pieces of the mapped file of a queue, by instructions that survive a page that is gone. The signal handlers
/// are trusted for some microseconds: asking each time would take longer than all the rest. Those who change the ring hold a
/// lock, so the neighbours of a piece in a word do not change meanwhile.
/// </summary>
internal static class QueueWords
{
    private const int Size = sizeof(ulong);
    private const int Bits = 8;

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

    /// <summary>Reads a few bytes, and of the words at both ends more than that.</summary>
    internal static bool TryRead(AtomicWord word, nint address, Span<byte> bytes)
    {
        int skip = (int)(address % Size);
        Span<byte> eight = stackalloc byte[Size];
        for (nint at = address - skip; bytes.Length > 0; at += Size)
        {
            if (!word.TryLoad(at, Size, out ulong value))
            {
                return false;
            }

            BinaryPrimitives.WriteUInt64LittleEndian(eight, value);
            int count = Math.Min(Size - skip, bytes.Length);
            eight.Slice(skip, count).CopyTo(bytes);
            bytes = bytes[count..];
            skip = 0;
        }

        return true;
    }

    /// <summary>Writes a few bytes.</summary>
    internal static bool TryWrite(AtomicWord word, nint address, ReadOnlySpan<byte> bytes)
    {
        int skip = (int)(address % Size);
        for (nint at = address - skip; bytes.Length > 0; at += Size)
        {
            int count = Math.Min(Size - skip, bytes.Length);
            if (!(count == Size ? word.TryStore(at, Size, BinaryPrimitives.ReadUInt64LittleEndian(bytes)) : TryMerge(word, at, skip, bytes[..count])))
            {
                return false;
            }

            bytes = bytes[count..];
            skip = 0;
        }

        return true;
    }

    /// <summary>Changes some bytes of a word.</summary>
    private static bool TryMerge(AtomicWord word, nint at, int skip, ReadOnlySpan<byte> bytes)
    {
        if (!word.TryLoad(at, Size, out ulong value))
        {
            return false;
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            int shift = Bits * (skip + i);
            value = (value & ~(0xFFUL << shift)) | ((ulong)bytes[i] << shift);
        }

        return word.TryStore(at, Size, value);
    }
}
