using System.Runtime.CompilerServices;
using MmapModule.Access;
using MmapModule.Atomics;

namespace MmapModule;

/// <content>Atomic operations on the mapped memory itself.</content>
public sealed partial class MemoryMap
{
    private const int WordSize = sizeof(uint);

    /// <summary>Does one atomic operation.</summary>
    /// <param name="offset">Where the value is, from the start of the map.</param>
    /// <param name="operation">What to do; the caller has checked it with <see cref="AtomicArithmetic.Check"/>.</param>
    /// <param name="type">The type of the value, of at most 8 bytes.</param>
    /// <param name="operand">The bits of the operand.</param>
    /// <param name="expected">For CompareExchange the bits that must be there.</param>
    /// <returns>The bits before and after, and whether they are those that were wanted.</returns>
    internal (ulong Old, ulong New, bool Succeeded) Update(long offset, AtomicOperation operation, MappedValueType type, ulong operand, ulong expected = 0)
    {
        MapRange range = new(offset, ValueCodec.SizeOf(type));
        EnterGate();
        (ulong Old, ulong New, bool Succeeded) result;
        try
        {
            CheckStillInside(range);
            CheckAccess(range, 0, isWrite: false);
            CheckAccess(range, 0, isWrite: true);
            nint address = AtomicAddress(range, type);
            result = Update(address, range, operation, type, operand, expected);
        }
        finally
        {
            ExitGate();
        }

        if (result.Succeeded)
        {
            WakeValue(range);
        }

        return result;
    }

    private (ulong Old, ulong New, bool Succeeded) Update(nint address, MapRange range, AtomicOperation operation, MappedValueType type, ulong operand, ulong expected)
    {
        // The first guess is nearly free: a wrong one brings the value that is there.
        ulong guess = operation == AtomicOperation.CompareExchange ? expected : 0;
        for (int attempt = 0; ; attempt++)
        {
            ulong wanted = AtomicArithmetic.Apply(operation, type, guess, operand);
            AtomicWord word = AtomicWord.ForWriting;
            if (!TryCompareExchange(word, address, (int)range.Length, guess, wanted, out ulong found))
            {
                ThrowUnlessPassing(range.Offset, 0, range.Length, isWrite: true, attempt, word.NativeCall);
                continue;
            }

            if (WithinFile(range, isWrite: true) < range.Length)
            {
                ThrowIfCut(range, word.NativeCall);
            }

            if (found == guess)
            {
                return (found, wanted, true);
            }

            if (operation == AtomicOperation.CompareExchange)
            {
                return (found, found, false);
            }

            guess = found;
        }
    }

    /// <summary>A file that has its length again already lost the value in between, as if it had been cut a moment later.</summary>
    private void ThrowIfCut(MapRange range, string? nativeCall)
    {
        MmapException error = ExplainFault(range.Offset, 0, range.Length, isWrite: true, nativeCall);
        if (error.Kind == MmapErrorKind.RegionTruncated)
        {
            throw error;
        }
    }

    /// <summary>Values of one and two bytes are exchanged as part of the aligned word that holds them; their neighbours stay what they are.</summary>
    private static bool TryCompareExchange(AtomicWord word, nint address, int size, ulong expected, ulong desired, out ulong found)
    {
        if (size == sizeof(ulong))
        {
            return word.TryCompareExchange(address, expected, desired, out found);
        }

        nint whole = (nint)MapRange.AlignDown(address, WordSize);
        int shift = 8 * (int)(address - whole);
        uint mask = (uint)(ulong.MaxValue >> (64 - (8 * size))) << shift;
        uint neighbours = 0;
        while (true)
        {
            uint before = (neighbours & ~mask) | ((uint)expected << shift);
            uint after = (neighbours & ~mask) | ((uint)desired << shift);
            if (!word.TryCompareExchange(whole, before, after, out uint all))
            {
                found = 0;
                return false;
            }

            found = (all & mask) >> shift;
            if (all == before || found != expected)
            {
                return true;
            }

            neighbours = all;
        }
    }

    /// <summary>Whether a number is so placed that it can be copied in one step, so that nobody ever sees half of it.</summary>
    private static bool IsNumber(nint address, long length) =>
        length is sizeof(byte) or sizeof(ushort) or sizeof(uint) or sizeof(ulong) && MapRange.AlignDown(address, length) == address;

    /// <summary>The same for numbers of at least one word.</summary>
    private static bool IsWord(nint address, long length) => length >= WordSize && IsNumber(address, length);

    /// <summary>Writes through the copier, or in one step what can be written so.</summary>
    // SAFETY: the caller holds the gate and has pinned the bytes; the range has been checked.
    private unsafe long Store(nint address, byte* bytes, long length)
    {
        if (_copier is DirectCopier || !IsNumber(address, length) || AtomicWord.ForWriting is not { CanCopy: true } word)
        {
            return _copier.CopyTo(address, bytes, length);
        }

        ulong value = length switch
        {
            sizeof(byte) => *bytes,
            sizeof(ushort) => Unsafe.ReadUnaligned<ushort>(bytes),
            sizeof(uint) => Unsafe.ReadUnaligned<uint>(bytes),
            _ => Unsafe.ReadUnaligned<ulong>(bytes),
        };
        return word.TryStore(address, (int)length, value) ? length : 0;
    }

    /// <summary>The address of a value, which the processor needs to be a multiple of its size.</summary>
    private nint AtomicAddress(MapRange range, MappedValueType type)
    {
        nint address = _handle.Address + (nint)(_pageOffset + range.Offset);
        if (MapRange.AlignDown(address, range.Length) != address)
        {
            throw RangeErrors.Misaligned(range, (int)(address % (nint)range.Length), type, Path);
        }

        return address;
    }
}
