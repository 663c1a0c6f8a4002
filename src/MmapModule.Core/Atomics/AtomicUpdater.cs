using MmapModule.Access;
using MmapModule.Mapping;
using MmapModule.Waiting;

namespace MmapModule.Atomics;

/// <summary>Atomic operations on the mapped memory itself, all of them made from compare-and-exchange.</summary>
internal sealed class AtomicUpdater
{
    private const int WordSize = sizeof(uint);

    private readonly LiveMapping _mapping;
    private readonly AccessFaults _faults;
    private readonly Wakes _wakes;

    internal AtomicUpdater(LiveMapping mapping, AccessFaults faults, Wakes wakes)
    {
        _mapping = mapping;
        _faults = faults;
        _wakes = wakes;
    }

    /// <summary>Does one atomic operation.</summary>
    /// <param name="offset">Where the value is, from the start of the map.</param>
    /// <param name="operation">What to do; the caller has checked it with <see cref="AtomicArithmetic.Check"/>.</param>
    /// <param name="type">The type of the value, of at most 8 bytes.</param>
    /// <param name="operand">The bits of the operand.</param>
    /// <param name="expected">For CompareExchange the bits that must be there.</param>
    /// <returns>The bits before and after, and whether they are those that were wanted.</returns>
    internal (ulong Old, ulong New, bool Succeeded) Update(long offset, AtomicOperation operation, MappedValueType type, ulong operand, ulong expected)
    {
        MapRange range = new(offset, ValueCodec.SizeOf(type));
        (ulong Old, ulong New, bool Succeeded) result;
        using (_mapping.Enter())
        {
            _mapping.CheckInside(range);
            _mapping.CheckAccess(range, 0, isWrite: false);
            _mapping.CheckAccess(range, 0, isWrite: true);
            nint address = AlignedAddress(range, type);
            result = Update(address, range, operation, type, operand, expected);
        }

        if (result.Succeeded)
        {
            _wakes.WakeValue(range);
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
                _faults.ThrowUnlessTransient(range.Offset, 0, range.Length, isWrite: true, attempt, word.NativeCall);
                continue;
            }

            if (_mapping.File.Within(range, isWrite: true) < range.Length)
            {
                _faults.ThrowIfCut(range, word.NativeCall);
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

    /// <summary>Values of one and two bytes are exchanged as part of the aligned word that holds them; their neighbors do not change.</summary>
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

    /// <summary>The address of a value, which the processor needs to be a multiple of its size.</summary>
    private nint AlignedAddress(MapRange range, MappedValueType type)
    {
        nint address = _mapping.AddressOf(range.Offset);
        if (MapRange.AlignDown(address, range.Length) != address)
        {
            throw RangeErrors.Misaligned(range, (int)(address % (nint)range.Length), type, _mapping.Path);
        }

        return address;
    }
}
