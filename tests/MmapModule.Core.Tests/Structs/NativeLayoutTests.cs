using System;
using System.Collections;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Layouts of .NET structures are those of the marshaller, and nothing that it would take for a pointer gets that far.</summary>
public sealed class NativeLayoutTests : IDisposable
{
    private readonly MemoryMap _map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });

    private enum Kind : ushort
    {
        None,
        Some = 5,
    }

    public void Dispose() => _map.Dispose();

    [Fact]
    public void Offsets_and_sizes_are_those_of_the_marshaller()
    {
        MappedStruct layout = MappedStruct.FromType(typeof(Everything));
        Assert.Equal(Marshal.SizeOf<Everything>(), layout.Size);
        Assert.All(layout.Fields, static field => Assert.Equal((int)Marshal.OffsetOf<Everything>(field.Name), field.Offset));
        Assert.Equal(
            "u8 A|u64 B|u16 Kind|bool32 Flag|bool Small|char[8] Name|i32[3] Numbers|Point P|Point[2] Points|guid Id|f64 D|u8[5] Fixed|char C",
            string.Join('|', layout.Fields.Select(static field => field.Type + " " + field.Name)));
    }

    [Fact]
    public void Instances_go_in_and_come_out()
    {
        MappedStruct layout = MappedStruct.FromType(typeof(Everything));
        Everything written = new()
        {
            A = 1, B = ulong.MaxValue, Kind = Kind.Some, Flag = true, Small = true, Name = "12345678", Numbers = [1, -2, 3],
            P = new Point { X = 4, Y = 5 }, Points = [new Point { X = 6 }, new Point { Y = 7 }], Id = Guid.NewGuid(), D = 1.5, C = 'c',
        };
        _map.WriteStruct(8, layout, written);
        Everything read = (Everything)_map.ReadStruct(8, layout);
        Assert.Equal("12345678", read.Name);
        Assert.Equal(written.Numbers, read.Numbers);
        Assert.Equal(7, read.Points[1].Y);
        Assert.Equal((written.B, written.Kind, written.Flag, written.Small, written.Id, written.D, written.C), (read.B, read.Kind, read.Flag, read.Small, read.Id, read.D, read.C));
    }

    [Fact]
    public void Padding_stays_and_single_fields_can_be_written()
    {
        byte[] before = Enumerable.Repeat((byte)0xEE, 24).ToArray();
        _map.Write(0, before);
        MappedStruct layout = MappedStruct.FromType(typeof(Padded));
        _map.WriteStruct(0, layout, new Padded { A = 1, B = 2 });
        Assert.Equal("01EEEEEEEEEEEEEE0200000000000000", Convert.ToHexString(_map.Read(0, 16)));
        _map.WriteStruct(0, layout, new Hashtable { ["A"] = 3 });
        Assert.Equal("03EEEEEEEEEEEEEE0200000000000000", Convert.ToHexString(_map.Read(0, 16)));
    }

    [Fact]
    public void Offsets_that_are_given_count()
    {
        MappedStruct layout = MappedStruct.FromType(typeof(Union));
        Assert.Equal("@0 u32 All|@0 u16 Low|@2 u16 High", string.Join('|', layout.Fields));
        Assert.Equal(4, layout.Size);
        Assert.Equal("@0 u8 A|@1 u32 B", string.Join('|', MappedStruct.FromType(typeof(Packed)).Fields));
    }

    [Fact]
    public void Texts_and_arrays_of_the_wrong_size_are_refused()
    {
        MappedStruct layout = MappedStruct.FromType(typeof(Everything));
        Expect.Failure(MmapErrorKind.ValueTooLarge, () => _map.WriteStruct(0, layout, new Everything { Name = "123456789" }));
        Expect.Failure(MmapErrorKind.ValueTooLarge, () => _map.WriteStruct(0, layout, new Everything { Numbers = [1, 2, 3, 4] }));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => _map.WriteStruct(0, layout, new Everything { Numbers = [1] }));
        Assert.All(_map.Read(0, 200), static value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(typeof(int))]
    [InlineData(typeof(string))]
    [InlineData(typeof(Kind))]
    [InlineData(typeof(int[]))]
    [InlineData(typeof(object))]
    [InlineData(typeof(DateTime))]
    [InlineData(typeof(ArraySegment<byte>))]
    [InlineData(typeof(NativeLayoutTests))]
    [InlineData(typeof(WithText))]
    [InlineData(typeof(WithArray))]
    [InlineData(typeof(WithObject))]
    [InlineData(typeof(WithDelegate))]
    [InlineData(typeof(WithDecimal))]
    [InlineData(typeof(WithPointerInside))]
    [InlineData(typeof(WithDate))]
    [InlineData(typeof(WithPointer))]
    public void Types_with_pointers_or_without_a_layout_are_refused(Type type) =>
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MappedStruct.FromType(type));

    // The fields are there for their layout.
#pragma warning disable CS0649, CS0169, IDE0044, IDE0051
    private struct Point
    {
        public short X;
        public short Y;
    }

    private unsafe struct Everything
    {
        public byte A;
        public ulong B;
        public Kind Kind;
        public bool Flag;
        [MarshalAs(UnmanagedType.U1)]
        public bool Small;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 8)]
        public string Name;
        [MarshalAs(UnmanagedType.ByValArray, SizeConst = 3)]
        public int[] Numbers;
        public Point P;
        [MarshalAs(UnmanagedType.ByValArray, SizeConst = 2)]
        public Point[] Points;
        public Guid Id;
        public double D;
        public fixed byte Fixed[5];
        public char C;
    }

    private struct Padded
    {
        public byte A;
        public ulong B;
    }

    [StructLayout(LayoutKind.Explicit)]
    private struct Union
    {
        [FieldOffset(0)]
        public uint All;
        [FieldOffset(0)]
        public ushort Low;
        [FieldOffset(2)]
        public ushort High;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Packed
    {
        public byte A;
        public uint B;
    }

    private struct WithText
    {
        public string Text;
    }

    private struct WithArray
    {
        public byte[] Bytes;
    }

    private struct WithObject
    {
        public object Any;
    }

    private struct WithDelegate
    {
        public Action Action;
    }

    private struct WithDecimal
    {
        public decimal Number;
    }

    private struct WithPointerInside
    {
        public int A;
        public WithText B;
    }

    private struct WithDate
    {
        public DateTime Date;
    }

    private unsafe struct WithPointer
    {
        public byte* Pointer;
    }
}
