using System;
using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Every type in both byte orders against what .NET writes: BinaryPrimitives, Guid, and the parts of a decimal.</summary>
public sealed class ValueCodecLawTests
{
    private const int Times = 500;

    private delegate void Put<T>(Span<byte> destination, T value);

    [Fact]
    public void SByte_values() => Check(MappedValueType.SByte, static bits => (sbyte)bits, static (bytes, value) => bytes[0] = (byte)value, static (bytes, value) => bytes[0] = (byte)value);

    [Fact]
    public void Byte_values() => Check(MappedValueType.Byte, static bits => (byte)bits, static (bytes, value) => bytes[0] = value, static (bytes, value) => bytes[0] = value);

    [Fact]
    public void Int16_values() => Check(MappedValueType.Int16, static bits => (short)bits, BinaryPrimitives.WriteInt16LittleEndian, BinaryPrimitives.WriteInt16BigEndian);

    [Fact]
    public void UInt16_values() => Check(MappedValueType.UInt16, static bits => (ushort)bits, BinaryPrimitives.WriteUInt16LittleEndian, BinaryPrimitives.WriteUInt16BigEndian);

    [Fact]
    public void Int32_values() => Check(MappedValueType.Int32, static bits => (int)bits, BinaryPrimitives.WriteInt32LittleEndian, BinaryPrimitives.WriteInt32BigEndian);

    [Fact]
    public void UInt32_values() => Check(MappedValueType.UInt32, static bits => (uint)bits, BinaryPrimitives.WriteUInt32LittleEndian, BinaryPrimitives.WriteUInt32BigEndian);

    [Fact]
    public void Int64_values() => Check(MappedValueType.Int64, static bits => bits, BinaryPrimitives.WriteInt64LittleEndian, BinaryPrimitives.WriteInt64BigEndian);

    [Fact]
    public void UInt64_values() => Check(MappedValueType.UInt64, static bits => (ulong)bits, BinaryPrimitives.WriteUInt64LittleEndian, BinaryPrimitives.WriteUInt64BigEndian);

    [Fact]
    public void Half_values() => Check(
        MappedValueType.Half, static bits => BitConverter.UInt16BitsToHalf((ushort)bits), BinaryPrimitives.WriteHalfLittleEndian, BinaryPrimitives.WriteHalfBigEndian);

    [Fact]
    public void Single_values() => Check(
        MappedValueType.Single, static bits => BitConverter.Int32BitsToSingle((int)bits), BinaryPrimitives.WriteSingleLittleEndian, BinaryPrimitives.WriteSingleBigEndian);

    [Fact]
    public void Double_values() => Check(MappedValueType.Double, BitConverter.Int64BitsToDouble, BinaryPrimitives.WriteDoubleLittleEndian, BinaryPrimitives.WriteDoubleBigEndian);

    [Fact]
    public void Char_values() => Check(
        MappedValueType.Char,
        static bits => (char)bits,
        static (bytes, value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes, value),
        static (bytes, value) => BinaryPrimitives.WriteUInt16BigEndian(bytes, value));

    [Fact]
    public void Guid_values() => Check(
        MappedValueType.Guid,
        static bits => new Guid(Data.Random(16, (int)bits)),
        static (bytes, value) => value.TryWriteBytes(bytes),
        static (bytes, value) => value.TryWriteBytes(bytes, bigEndian: true, out _));

    [Fact]
    public void Decimal_values() => Check(MappedValueType.Decimal, MakeDecimal, PutDecimal, static (bytes, value) =>
    {
        PutDecimal(bytes, value);
        bytes[..16].Reverse();
    });

    private static decimal MakeDecimal(long bits)
    {
        byte[] parts = Data.Random(13, (int)bits);
        return new decimal(
            BitConverter.ToInt32(parts, 0), BitConverter.ToInt32(parts, 4), BitConverter.ToInt32(parts, 8), isNegative: bits % 2 == 0, scale: (byte)(parts[12] % 29));
    }

    private static void PutDecimal(Span<byte> destination, decimal value)
    {
        int[] parts = decimal.GetBits(value);
        for (int i = 0; i < parts.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(destination[(4 * i)..], parts[i]);
        }
    }

    private static void Check<T>(MappedValueType type, Func<long, T> make, Put<T> little, Put<T> big)
        where T : struct
    {
        int size = ValueCodec.SizeOf(type);
        Law.Holds(Law.Numbers().Zip(Gen.Elements(true, false)), value =>
        {
            (long bits, bool bigEndian) = value;
            T number = make(bits);
            byte[] expected = new byte[16];
            byte[] encoded = new byte[16];
            (bigEndian ? big : little)(expected, number);

            Assert.Equal(size, ValueCodec.Encode(number, bigEndian, encoded));
            Assert.Equal(expected, encoded);
            Assert.Equal(number, Assert.IsType<T>(ValueCodec.Decode(expected.AsSpan(0, size), type, bigEndian)));
        }, Times);
    }
}
