using System;
using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Numbers at any offset, page borders included, against BinaryPrimitives.</summary>
public sealed class NumberTests : IDisposable
{
    private const int Times = 300;
    private static readonly int s_size = (2 * Data.PageSize) + 16;
    private readonly MapSample _sample = new(SampleKind.UnalignedFile, Data.Random(s_size));

    private delegate void Put<T>(Span<byte> destination, T value);

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void Int16_numbers_are_written_and_read_in_both_byte_orders() => Check(
        2, static bits => (short)bits, BinaryPrimitives.WriteInt16LittleEndian, BinaryPrimitives.WriteInt16BigEndian, Map.ReadInt16, Map.WriteInt16);

    [Fact]
    public void UInt16_numbers_are_written_and_read_in_both_byte_orders() => Check(
        2, static bits => (ushort)bits, BinaryPrimitives.WriteUInt16LittleEndian, BinaryPrimitives.WriteUInt16BigEndian, Map.ReadUInt16, Map.WriteUInt16);

    [Fact]
    public void Int32_numbers_are_written_and_read_in_both_byte_orders() => Check(
        4, static bits => (int)bits, BinaryPrimitives.WriteInt32LittleEndian, BinaryPrimitives.WriteInt32BigEndian, Map.ReadInt32, Map.WriteInt32);

    [Fact]
    public void UInt32_numbers_are_written_and_read_in_both_byte_orders() => Check(
        4, static bits => (uint)bits, BinaryPrimitives.WriteUInt32LittleEndian, BinaryPrimitives.WriteUInt32BigEndian, Map.ReadUInt32, Map.WriteUInt32);

    [Fact]
    public void Int64_numbers_are_written_and_read_in_both_byte_orders() => Check(
        8, static bits => bits, BinaryPrimitives.WriteInt64LittleEndian, BinaryPrimitives.WriteInt64BigEndian, Map.ReadInt64, Map.WriteInt64);

    [Fact]
    public void UInt64_numbers_are_written_and_read_in_both_byte_orders() => Check(
        8, static bits => (ulong)bits, BinaryPrimitives.WriteUInt64LittleEndian, BinaryPrimitives.WriteUInt64BigEndian, Map.ReadUInt64, Map.WriteUInt64);

    [Fact]
    public void Half_numbers_are_written_and_read_in_both_byte_orders() => Check(
        2, static bits => BitConverter.Int16BitsToHalf((short)bits), BinaryPrimitives.WriteHalfLittleEndian, BinaryPrimitives.WriteHalfBigEndian, Map.ReadHalf, Map.WriteHalf);

    [Fact]
    public void Single_numbers_are_written_and_read_in_both_byte_orders() => Check(
        4, static bits => BitConverter.Int32BitsToSingle((int)bits), BinaryPrimitives.WriteSingleLittleEndian, BinaryPrimitives.WriteSingleBigEndian, Map.ReadSingle, Map.WriteSingle);

    [Fact]
    public void Double_numbers_are_written_and_read_in_both_byte_orders() => Check(
        8, BitConverter.Int64BitsToDouble, BinaryPrimitives.WriteDoubleLittleEndian, BinaryPrimitives.WriteDoubleBigEndian, Map.ReadDouble, Map.WriteDouble);

    [Fact]
    public void Bytes_are_written_and_read()
    {
        Law.Holds(Gen.Choose(0, s_size - 1).Zip(Gen.Choose(0, 255)), pair =>
        {
            Map.WriteByte(pair.Item1, (byte)pair.Item2);
            Assert.Equal((byte)pair.Item2, Map.ReadByte(pair.Item1));
            Assert.Equal((sbyte)pair.Item2, Map.ReadSByte(pair.Item1));
            Map.WriteSByte(pair.Item1, (sbyte)~pair.Item2);
            Assert.Equal((byte)~pair.Item2, Map.ReadByte(pair.Item1));
        }, Times);
    }

    private MemoryMap Map => _sample.Map;

    private void Check<T>(int width, Func<long, T> make, Put<T> little, Put<T> big, Func<long, bool, T> read, Action<long, T, bool> write)
    {
        Gen<int> offsets = Gen.OneOf(Gen.Choose(0, s_size - width), Gen.Choose(Data.PageSize - width, Data.PageSize), Gen.Constant(s_size - width));
        Law.Holds(offsets.Zip(Law.Numbers()).Zip(Gen.Elements(true, false)), value =>
        {
            ((int offset, long bits), bool bigEndian) = value;
            T number = make(bits);
            byte[] expected = Map.Read();
            (bigEndian ? big : little)(expected.AsSpan(offset), number);
            write(offset, number, bigEndian);

            Assert.Equal(expected, Map.Read());
            Assert.Equal(number, read(offset, bigEndian));
        }, Times);
    }
}
