using System;
using System.Buffers.Binary;
using MmapModule.Access;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>sem_t of musl since 1.2.4: permits in the first word, whose highest bit says that somebody may sleep, and waiters in the second.</summary>
internal sealed class MuslLayout : ISemaphoreLayout
{
    private const int WaitersOffset = 4;
    private const int PrivateOffset = 8;
    private const uint Sleepers = 0x80000000;

    /// <inheritdoc/>
    public string Prefix => string.Empty;

    /// <inheritdoc/>
    public byte[] Create(int count)
    {
        byte[] bytes = new byte[ISemaphoreLayout.Size];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, count);
        return bytes;
    }

    /// <inheritdoc/>
    public SemaphoreState? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ISemaphoreLayout.Size || BinaryPrimitives.ReadInt32LittleEndian(bytes[PrivateOffset..]) != 0)
        {
            return null;
        }

        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes) & ~Sleepers;
        int waiters = BinaryPrimitives.ReadInt32LittleEndian(bytes[WaitersOffset..]);
        return waiters >= 0 ? new SemaphoreState((int)count, waiters) : null;
    }

    /// <inheritdoc/>
    public bool TryTake(nint address, int count, out bool isTaken)
    {
        uint guess = (uint)count;
        isTaken = false;
        while ((guess & ~Sleepers) >= (uint)count)
        {
            if (!AtomicWord.System.TryCompareExchange(address, guess, guess - (uint)count, out uint found))
            {
                return false;
            }

            if (found == guess)
            {
                isTaken = true;
                return true;
            }

            guess = found;
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryRelease(nint address, int count, out int wake)
    {
        uint guess = 0;
        wake = -1;
        while ((guess & ~Sleepers) <= (uint)(SemaphoreConstants.SEM_VALUE_MAX - count))
        {
            if (!AtomicWord.System.TryCompareExchange(address + WaitersOffset, 0u, 0u, out uint waiters))
            {
                return false;
            }

            // As in musl: the bit stays as long as more than one waits, and all of them are woken then.
            uint wanted = (waiters <= 1 ? guess & ~Sleepers : guess) + (uint)count;
            if (!AtomicWord.System.TryCompareExchange(address, guess, wanted, out uint found))
            {
                return false;
            }

            if (found == guess)
            {
                wake = (found & Sleepers) == 0 && waiters == 0 ? 0 : waiters > 1 ? int.MaxValue : 1;
                return true;
            }

            guess = found;
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryCountWaiter(nint address, int change)
    {
        uint guess = 0;
        while (true)
        {
            uint wanted = change < 0 && guess == 0 ? 0 : (uint)((int)guess + change);
            if (!AtomicWord.System.TryCompareExchange(address + WaitersOffset, guess, wanted, out uint found))
            {
                return false;
            }

            if (found == guess)
            {
                return true;
            }

            guess = found;
        }
    }

    /// <inheritdoc/>
    public bool TryPrepareSleep(nint address, out uint expected)
    {
        expected = Sleepers;
        return AtomicWord.System.TryCompareExchange(address, 0u, Sleepers, out _);
    }
}
