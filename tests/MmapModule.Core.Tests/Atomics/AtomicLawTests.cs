using System;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Every operation on every type against arithmetic on numbers without limits.</summary>
public sealed class AtomicLawTests
{
    private const long Offset = 16;

    private static Gen<AtomicOperation> Operations => Gen.Elements(Enum.GetValues<AtomicOperation>());

    [Theory]
    [InlineData(SampleKind.SharedMemory)]
    [InlineData(SampleKind.PrivateAnonymous)]
    [InlineData(SampleKind.PrivateFile)]
    [InlineData(SampleKind.MemoryFile)]
    public void Integers_change_as_unlimited_numbers_would_and_wrap_around(SampleKind kind)
    {
        using MapSample sample = new(kind, new byte[64]);
        Holds<sbyte>(sample.Map, static value => (sbyte)(byte)(value & 0xFF));
        Holds<byte>(sample.Map, static value => (byte)(value & 0xFF));
        Holds<short>(sample.Map, static value => (short)(ushort)(value & 0xFFFF));
        Holds<ushort>(sample.Map, static value => (ushort)(value & 0xFFFF));
        Holds<int>(sample.Map, static value => (int)(uint)(value & uint.MaxValue));
        Holds<uint>(sample.Map, static value => (uint)(value & uint.MaxValue));
        Holds<long>(sample.Map, static value => (long)(ulong)(value & ulong.MaxValue));
        Holds<ulong>(sample.Map, static value => (ulong)(value & ulong.MaxValue));
        Holds<char>(sample.Map, static value => (char)(ushort)(value & 0xFFFF));
    }

    [Fact]
    public void Floating_point_numbers_change_as_NET_calculates()
    {
        using MapSample sample = new(SampleKind.SharedMemory, new byte[64]);
        Law.Holds(Gen.Choose(0, int.MaxValue).Two().Zip(Gen.Elements(AtomicOperation.Add, AtomicOperation.Subtract, AtomicOperation.Max, AtomicOperation.Min, AtomicOperation.Exchange)), item =>
        {
            double old = BitConverter.ToDouble(Data.Random(8, item.Item1.Item1));
            double value = BitConverter.ToDouble(Data.Random(8, item.Item1.Item2));
            Check(sample.Map, item.Item2, old, value, Real(item.Item2, old, value));
            Check(sample.Map, item.Item2, (float)old, (float)value, (float)Real(item.Item2, (float)old, (float)value));
            Check(sample.Map, item.Item2, (Half)old, (Half)value, (Half)(float)Real(item.Item2, (float)(Half)old, (float)(Half)value));
        });
    }

    private static void Holds<T>(MemoryMap map, Func<BigInteger, T> wrap)
        where T : unmanaged, IBinaryInteger<T> =>
        Law.Holds(Law.Numbers().Two().Zip(Operations), item =>
        {
            T old = wrap(item.Item1.Item1);
            T value = wrap(item.Item1.Item2);
            BigInteger a = BigInteger.CreateChecked(old);
            BigInteger b = BigInteger.CreateChecked(value);
            T wanted = wrap(item.Item2 switch
            {
                AtomicOperation.Add => a + b,
                AtomicOperation.Subtract => a - b,
                AtomicOperation.And => a & b,
                AtomicOperation.Or => a | b,
                AtomicOperation.Xor => a ^ b,
                AtomicOperation.Max => BigInteger.Max(a, b),
                AtomicOperation.Min => BigInteger.Min(a, b),
                _ => b,
            });
            Check(map, item.Item2, old, value, wanted);
        });

    private static void Check<T>(MemoryMap map, AtomicOperation operation, T old, T value, T wanted)
        where T : unmanaged
    {
        int size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        byte[] around = Data.Random(64, size);
        map.Write(0, around);
        byte[] bytes = new byte[16];
        Assert.Equal(size, ValueCodec.Encode(old, bigEndian: false, bytes));
        map.Write(Offset, bytes.AsSpan(0, size));

        MappedValueUpdate update = map.UpdateValue(Offset, operation, value, operation == AtomicOperation.CompareExchange ? old : null);

        Assert.Equal((old, wanted, true), ((T)update.Old, (T)update.New, update.Succeeded));
        Assert.Equal(size, ValueCodec.Encode(wanted, bigEndian: false, bytes));
        bytes.AsSpan(0, size).CopyTo(around.AsSpan((int)Offset));
        Assert.Equal(around, map.Read());
    }

    private static double Real(AtomicOperation operation, double old, double value) => operation switch
    {
        AtomicOperation.Add => old + value,
        AtomicOperation.Subtract => old - value,
        AtomicOperation.Max => Math.Max(old, value),
        AtomicOperation.Min => Math.Min(old, value),
        _ => value,
    };
}
