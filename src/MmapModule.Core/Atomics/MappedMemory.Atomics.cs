using System;
using System.Threading;
using MmapModule.Atomics;

namespace MmapModule;

/// <content>Atomic operations, for loops in which cmdlets would be too slow. The names and results are those of <see cref="Interlocked"/>.</content>
public abstract partial class MappedMemory
{
    /// <summary>Does any atomic operation on a value of any type of up to 8 bytes.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of the size of the value.</param>
    /// <param name="operation">What to do.</param>
    /// <param name="value">The operand; its .NET type is the type of the value in memory.</param>
    /// <param name="expected">For CompareExchange what must be there, of the same type.</param>
    /// <returns>The value before and after.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, InvalidArgument, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public MappedValueUpdate UpdateValue(long offset, AtomicOperation operation, object value, object? expected = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        Owner.ThrowIfClosed();
        MappedValueType type = ValueCodec.ValueTypeOf(value)
            ?? throw ValueErrors.NotUpdatable(value);
        AtomicArithmetic.Check(operation, type);
        if (operation == AtomicOperation.CompareExchange != (expected is not null) || (expected is not null && expected.GetType() != value.GetType()))
        {
            throw ValueErrors.ExpectedMismatch();
        }

        (ulong old, ulong updated, bool succeeded) = Owner.Update(
            CheckedStart(offset, type), operation, type, AtomicArithmetic.ToBits(value), expected is null ? 0 : AtomicArithmetic.ToBits(expected));
        return new MappedValueUpdate(AtomicArithmetic.FromBits(old, type), AtomicArithmetic.FromBits(updated, type), succeeded);
    }

    /// <summary>Adds to a signed 32-bit integer atomically; what does not fit wraps around.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 4.</param>
    /// <param name="value">What to add; give a negative number to subtract.</param>
    /// <returns>The value after the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public int InterlockedAdd(long offset, int value) => (int)Update(offset, AtomicOperation.Add, MappedValueType.Int32, (uint)value).New;

    /// <summary>Replaces a signed 32-bit integer atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 4.</param>
    /// <param name="value">The new value.</param>
    /// <returns>The value before the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public int InterlockedExchange(long offset, int value) => (int)Update(offset, AtomicOperation.Exchange, MappedValueType.Int32, (uint)value).Old;

    /// <summary>Keeps only some bits of a signed 32-bit integer atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 4.</param>
    /// <param name="value">The bits to keep.</param>
    /// <returns>The value before the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public int InterlockedAnd(long offset, int value) => (int)Update(offset, AtomicOperation.And, MappedValueType.Int32, (uint)value).Old;

    /// <summary>Sets bits of a signed 32-bit integer atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 4.</param>
    /// <param name="value">The bits to set.</param>
    /// <returns>The value before the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public int InterlockedOr(long offset, int value) => (int)Update(offset, AtomicOperation.Or, MappedValueType.Int32, (uint)value).Old;

    /// <summary>Replaces a signed 32-bit integer if it has the expected value, atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 4.</param>
    /// <param name="value">The new value.</param>
    /// <param name="comparand">What must be there; the order of the two is that of <see cref="Interlocked.CompareExchange(ref int, int, int)"/>.</param>
    /// <returns>The value before: the new one was written if it is equal to <paramref name="comparand"/>.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public int InterlockedCompareExchange(long offset, int value, int comparand) =>
        (int)Update(offset, AtomicOperation.CompareExchange, MappedValueType.Int32, (uint)value, (uint)comparand).Old;

    /// <summary>Adds to an unsigned 32-bit integer atomically; what does not fit wraps around.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 4.</param>
    /// <param name="value">What to add; give a negative number to subtract.</param>
    /// <returns>The value after the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public uint InterlockedAdd(long offset, uint value) => (uint)Update(offset, AtomicOperation.Add, MappedValueType.UInt32, value).New;

    /// <summary>Replaces an unsigned 32-bit integer atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 4.</param>
    /// <param name="value">The new value.</param>
    /// <returns>The value before the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public uint InterlockedExchange(long offset, uint value) => (uint)Update(offset, AtomicOperation.Exchange, MappedValueType.UInt32, value).Old;

    /// <summary>Keeps only some bits of an unsigned 32-bit integer atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 4.</param>
    /// <param name="value">The bits to keep.</param>
    /// <returns>The value before the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public uint InterlockedAnd(long offset, uint value) => (uint)Update(offset, AtomicOperation.And, MappedValueType.UInt32, value).Old;

    /// <summary>Sets bits of an unsigned 32-bit integer atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 4.</param>
    /// <param name="value">The bits to set.</param>
    /// <returns>The value before the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public uint InterlockedOr(long offset, uint value) => (uint)Update(offset, AtomicOperation.Or, MappedValueType.UInt32, value).Old;

    /// <summary>Replaces an unsigned 32-bit integer if it has the expected value, atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 4.</param>
    /// <param name="value">The new value.</param>
    /// <param name="comparand">What must be there; the order of the two is that of <see cref="Interlocked.CompareExchange(ref uint, uint, uint)"/>.</param>
    /// <returns>The value before: the new one was written if it is equal to <paramref name="comparand"/>.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public uint InterlockedCompareExchange(long offset, uint value, uint comparand) =>
        (uint)Update(offset, AtomicOperation.CompareExchange, MappedValueType.UInt32, value, comparand).Old;

    /// <summary>Adds to a signed 64-bit integer atomically; what does not fit wraps around.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 8.</param>
    /// <param name="value">What to add; give a negative number to subtract.</param>
    /// <returns>The value after the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public long InterlockedAdd(long offset, long value) => (long)Update(offset, AtomicOperation.Add, MappedValueType.Int64, (ulong)value).New;

    /// <summary>Replaces a signed 64-bit integer atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 8.</param>
    /// <param name="value">The new value.</param>
    /// <returns>The value before the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public long InterlockedExchange(long offset, long value) => (long)Update(offset, AtomicOperation.Exchange, MappedValueType.Int64, (ulong)value).Old;

    /// <summary>Keeps only some bits of a signed 64-bit integer atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 8.</param>
    /// <param name="value">The bits to keep.</param>
    /// <returns>The value before the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public long InterlockedAnd(long offset, long value) => (long)Update(offset, AtomicOperation.And, MappedValueType.Int64, (ulong)value).Old;

    /// <summary>Sets bits of a signed 64-bit integer atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 8.</param>
    /// <param name="value">The bits to set.</param>
    /// <returns>The value before the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public long InterlockedOr(long offset, long value) => (long)Update(offset, AtomicOperation.Or, MappedValueType.Int64, (ulong)value).Old;

    /// <summary>Replaces a signed 64-bit integer if it has the expected value, atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 8.</param>
    /// <param name="value">The new value.</param>
    /// <param name="comparand">What must be there; the order of the two is that of <see cref="Interlocked.CompareExchange(ref long, long, long)"/>.</param>
    /// <returns>The value before: the new one was written if it is equal to <paramref name="comparand"/>.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public long InterlockedCompareExchange(long offset, long value, long comparand) =>
        (long)Update(offset, AtomicOperation.CompareExchange, MappedValueType.Int64, (ulong)value, (ulong)comparand).Old;

    /// <summary>Adds to an unsigned 64-bit integer atomically; what does not fit wraps around.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 8.</param>
    /// <param name="value">What to add; give a negative number to subtract.</param>
    /// <returns>The value after the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public ulong InterlockedAdd(long offset, ulong value) => Update(offset, AtomicOperation.Add, MappedValueType.UInt64, value).New;

    /// <summary>Replaces an unsigned 64-bit integer atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 8.</param>
    /// <param name="value">The new value.</param>
    /// <returns>The value before the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public ulong InterlockedExchange(long offset, ulong value) => Update(offset, AtomicOperation.Exchange, MappedValueType.UInt64, value).Old;

    /// <summary>Keeps only some bits of an unsigned 64-bit integer atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 8.</param>
    /// <param name="value">The bits to keep.</param>
    /// <returns>The value before the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public ulong InterlockedAnd(long offset, ulong value) => Update(offset, AtomicOperation.And, MappedValueType.UInt64, value).Old;

    /// <summary>Sets bits of an unsigned 64-bit integer atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 8.</param>
    /// <param name="value">The bits to set.</param>
    /// <returns>The value before the operation.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public ulong InterlockedOr(long offset, ulong value) => Update(offset, AtomicOperation.Or, MappedValueType.UInt64, value).Old;

    /// <summary>Replaces an unsigned 64-bit integer if it has the expected value, atomically.</summary>
    /// <param name="offset">The offset in bytes; the address must be a multiple of 8.</param>
    /// <param name="value">The new value.</param>
    /// <param name="comparand">What must be there; the order of the two is that of <see cref="Interlocked.CompareExchange(ref ulong, ulong, ulong)"/>.</param>
    /// <returns>The value before: the new one was written if it is equal to <paramref name="comparand"/>.</returns>
    /// <exception cref="MmapException">MisalignedAtomic, RegionTruncated, RegionProtected, a wrong range, or MapDisposed.</exception>
    public ulong InterlockedCompareExchange(long offset, ulong value, ulong comparand) =>
        Update(offset, AtomicOperation.CompareExchange, MappedValueType.UInt64, value, comparand).Old;

    private long CheckedStart(long offset, MappedValueType type)
    {
        Owner.ThrowIfClosed();
        CheckChange(offset, ValueCodec.SizeOf(type));
        return Start + offset;
    }

    private (ulong Old, ulong New, bool Succeeded) Update(long offset, AtomicOperation operation, MappedValueType type, ulong operand, ulong expected = 0) =>
        Owner.Update(CheckedStart(offset, type), operation, type, operand, expected);
}
