using System;
using System.Buffers.Binary;

namespace MmapModule.SharedQueues;

/// <summary>The bytes of the file of a shared queue: a header of one page, the ring, and a mark at the end. docs/shared-queue.md describes it for other programs.</summary>
internal static class QueueLayout
{
    /// <summary>Where the ring begins.</summary>
    internal const int HeaderSize = 4096;

    /// <summary>What precedes the bytes of a message in the ring: their number, and the number of the message.</summary>
    internal const int FrameHead = 8;

    /// <summary>How many can be attached at a time. Slots are numbered from 1.</summary>
    internal const uint Slots = 1000;

    /// <summary>A ring is a multiple of this.</summary>
    internal const long CapacityStep = 4096;

    /// <summary>Offsets have 32 bits, and no sum of two of them may need more.</summary>
    internal const long MostCapacity = 0x7FFFF000;

    internal const int SendLock = 64;
    internal const int Tail = 72;
    internal const int ReceiveLock = 128;
    internal const int Head = 136;
    internal const int MessageSignal = 192;
    internal const int RoomSignal = 256;

    private const uint Version = 1;
    private const int VersionOffset = 8;
    private const int SlotsOffset = 12;
    private const int CapacityOffset = 16;

    /// <summary>How much of the header never changes.</summary>
    internal const int FixedPart = 24;

    /// <summary>The first and the last 8 bytes, "MMAPQUE1", as the number that a load of them gives.</summary>
    internal const ulong Magic = 0x3145_5551_5041_4D4D;

    /// <summary>
    /// What follows the ring. However a file is cut, its last bytes are gone or cleared, so one load of them tells that it is
    /// whole, which takes far less time than to ask for its length.
    /// </summary>
    internal const int MarkSize = sizeof(ulong);

    /// <summary>The length of the file.</summary>
    internal static long Length(long capacity) => HeaderSize + capacity + MarkSize;

    /// <summary>The last bytes of a file.</summary>
    internal static byte[] CreateMark() => BitConverter.GetBytes(Magic);

    /// <summary>The beginning of a new file; all up to the mark is zeros.</summary>
    internal static byte[] Create(long capacity)
    {
        byte[] bytes = new byte[FixedPart];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(VersionOffset), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SlotsOffset), Slots);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(CapacityOffset), capacity);
        return bytes;
    }

    /// <summary>Whether a file that begins like this is a queue, also one of another version.</summary>
    internal static bool IsQueue(ReadOnlySpan<byte> bytes) => bytes.Length >= sizeof(ulong) && BinaryPrimitives.ReadUInt64LittleEndian(bytes) == Magic;

    /// <summary>Reads the size of the ring; what is wrong with the file, or null.</summary>
    /// <param name="bytes">Its beginning.</param>
    /// <param name="length">Its length.</param>
    /// <param name="capacity">The size of the ring.</param>
    internal static string? Check(ReadOnlySpan<byte> bytes, long length, out long capacity)
    {
        capacity = 0;
        if (bytes.Length < FixedPart || !IsQueue(bytes))
        {
            return "its bytes are not those of one.";
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[VersionOffset..]);
        if (version != Version)
        {
            return FormattableString.Invariant($"its format has the version {version}, and this module knows version {Version}.");
        }

        uint slots = BinaryPrimitives.ReadUInt32LittleEndian(bytes[SlotsOffset..]);
        capacity = BinaryPrimitives.ReadInt64LittleEndian(bytes[CapacityOffset..]);
        return slots != Slots || capacity is < CapacityStep or > MostCapacity || capacity % CapacityStep != 0 ? "the sizes in its header are not possible."
            : length != Length(capacity) ? FormattableString.Invariant($"it has {length} bytes instead of {Length(capacity)}.")
            : null;
    }
}
