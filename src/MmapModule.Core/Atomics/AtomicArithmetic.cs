using System;
using System.Runtime.InteropServices;

namespace MmapModule.Atomics;

/// <summary>What the operations do to the bits of a value; bits above its size are zero.</summary>
internal static class AtomicArithmetic
{
    /// <summary>The new bits.</summary>
    internal static ulong Apply(AtomicOperation operation, MappedValueType type, ulong old, ulong operand) => type switch
    {
        _ when operation is AtomicOperation.Exchange or AtomicOperation.CompareExchange => operand,
        MappedValueType.Half => BitConverter.HalfToUInt16Bits((Half)Real(
            operation, (float)BitConverter.UInt16BitsToHalf((ushort)old), (float)BitConverter.UInt16BitsToHalf((ushort)operand))),
        MappedValueType.Single => BitConverter.SingleToUInt32Bits(Real(
            operation, BitConverter.UInt32BitsToSingle((uint)old), BitConverter.UInt32BitsToSingle((uint)operand))),
        MappedValueType.Double => BitConverter.DoubleToUInt64Bits(Real(
            operation, BitConverter.UInt64BitsToDouble(old), BitConverter.UInt64BitsToDouble(operand))),
        _ => Integer(operation, type, old, operand) & Mask(ValueCodec.SizeOf(type)),
    };

    /// <summary>Refuses what makes no sense: values of 16 bytes, and bits of numbers with an exponent.</summary>
    /// <exception cref="MmapException">InvalidArgument.</exception>
    internal static void Check(AtomicOperation operation, MappedValueType type)
    {
        if (ValueCodec.SizeOf(type) > sizeof(ulong))
        {
            throw ValueErrors.TooWideForAtomic(type);
        }

        if (type is MappedValueType.Half or MappedValueType.Single or MappedValueType.Double
            && operation is AtomicOperation.And or AtomicOperation.Or or AtomicOperation.Xor)
        {
            throw ValueErrors.BitsOfFloat(operation, type);
        }

        if (!Enum.IsDefined(operation))
        {
            throw ValueErrors.NoSuchOperation(operation);
        }
    }

    /// <summary>The bits of a value of at most 8 bytes.</summary>
    internal static ulong ToBits(object value)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        _ = ValueCodec.Encode(value, bigEndian: false, bytes);
        return MemoryMarshal.Read<ulong>(bytes);
    }

    /// <summary>The value with these bits.</summary>
    internal static object FromBits(ulong bits, MappedValueType type) =>
        ValueCodec.Decode(MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref bits, 1))[..ValueCodec.SizeOf(type)], type, bigEndian: false);

    private static ulong Mask(int size) => ulong.MaxValue >> (64 - (8 * size));

    private static ulong Integer(AtomicOperation operation, MappedValueType type, ulong old, ulong operand) => operation switch
    {
        AtomicOperation.Add => old + operand,
        AtomicOperation.Subtract => old - operand,
        AtomicOperation.And => old & operand,
        AtomicOperation.Or => old | operand,
        AtomicOperation.Xor => old ^ operand,
        AtomicOperation.Max => IsLess(type, old, operand) ? operand : old,
        _ => IsLess(type, operand, old) ? operand : old,
    };

    private static bool IsLess(MappedValueType type, ulong left, ulong right) => type switch
    {
        MappedValueType.SByte => (sbyte)left < (sbyte)right,
        MappedValueType.Int16 => (short)left < (short)right,
        MappedValueType.Int32 => (int)left < (int)right,
        MappedValueType.Int64 => (long)left < (long)right,
        _ => left < right,
    };

    private static float Real(AtomicOperation operation, float old, float operand) => operation switch
    {
        AtomicOperation.Add => old + operand,
        AtomicOperation.Subtract => old - operand,
        AtomicOperation.Max => Math.Max(old, operand),
        _ => Math.Min(old, operand),
    };

    private static double Real(AtomicOperation operation, double old, double operand) => operation switch
    {
        AtomicOperation.Add => old + operand,
        AtomicOperation.Subtract => old - operand,
        AtomicOperation.Max => Math.Max(old, operand),
        _ => Math.Min(old, operand),
    };
}
