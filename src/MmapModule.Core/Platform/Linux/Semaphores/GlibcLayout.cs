using System;
using System.Buffers.Binary;
using MmapModule.Access;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>sem_t of the GNU C library on 64-bit systems: permits in the low half of the first 8 bytes, waiters in the high half.</summary>
internal sealed class GlibcLayout : ISemaphoreLayout
{
    internal const string FilePrefix = "sem.";

    private const int PrivateOffset = 8;
    private const int WaiterShift = 32;
    private const ulong OneWaiter = 1UL << WaiterShift;

    /// <summary>LLL_SHARED: other processes use it too.</summary>
    private const int Shared = 0x80;

    /// <inheritdoc/>
    public string Prefix => FilePrefix;

    /// <inheritdoc/>
    public byte[] Create(int count)
    {
        byte[] bytes = new byte[ISemaphoreLayout.Size];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(PrivateOffset), Shared);
        return bytes;
    }

    /// <inheritdoc/>
    public SemaphoreState? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ISemaphoreLayout.Size)
        {
            return null;
        }

        ulong both = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        bool isSemaphore = (uint)both <= SemaphoreConstants.SEM_VALUE_MAX && both >> WaiterShift <= int.MaxValue
            && BinaryPrimitives.ReadInt32LittleEndian(bytes[PrivateOffset..]) == Shared;
        return isSemaphore ? new SemaphoreState((int)(uint)both, (int)(both >> WaiterShift)) : null;
    }

    /// <inheritdoc/>
    public bool TryTake(nint address, int count, out bool isTaken)
    {
        // The first guess is nearly free: a wrong one brings what is there.
        ulong guess = (uint)count;
        isTaken = false;
        while ((uint)guess >= (uint)count)
        {
            if (!AtomicWord.System.TryCompareExchange(address, guess, guess - (uint)count, out ulong found))
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
        ulong guess = 0;
        wake = -1;
        while ((uint)guess <= (uint)(SemaphoreConstants.SEM_VALUE_MAX - count))
        {
            if (!AtomicWord.System.TryCompareExchange(address, guess, guess + (uint)count, out ulong found))
            {
                return false;
            }

            if (found == guess)
            {
                wake = (int)Math.Min((ulong)count, found >> WaiterShift);
                return true;
            }

            guess = found;
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryCountWaiter(nint address, int change)
    {
        ulong guess = 0;
        while (true)
        {
            bool isBelowZero = change < 0 && guess < OneWaiter;
            ulong wanted = isBelowZero ? guess : change < 0 ? guess - OneWaiter : guess + OneWaiter;
            if (!AtomicWord.System.TryCompareExchange(address, guess, wanted, out ulong found))
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
}
