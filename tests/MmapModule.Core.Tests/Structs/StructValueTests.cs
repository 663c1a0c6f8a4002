using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Text;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Records are read and written field by field.</summary>
public sealed class StructValueTests : IDisposable
{
    private readonly MemoryMap _map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });

    public void Dispose() => _map.Dispose();

    [Fact]
    public void Every_type_gives_its_own_value()
    {
        _map.Write(0, Convert.FromHexString("FF" + "FFFE" + "12345678" + "0000803F" + "6162000063" + "6100C400" + "00112233445566778899AABBCCDDEEFF" + "00112233445566778899AABBCCDDEEFF" + "02" + "00000001" + "0102" + "01020304"));
        IDictionary record = Read("i8 a; i16be b; u32be c; f32 d; char[5] e; utf16[2] f; guid g; guidbe h; bool i; bool32 j; u8[2] k; u16be[2] l");
        Assert.Equal((sbyte)-1, record["a"]);
        Assert.Equal((short)-2, record["b"]);
        Assert.Equal(0x12345678u, record["C"]);
        Assert.Equal(1f, record["d"]);
        Assert.Equal("ab", record["e"]);
        Assert.Equal("aÄ", record["f"]);
        Assert.Equal(new Guid("33221100-5544-7766-8899-aabbccddeeff"), record["g"]);
        Assert.Equal(new Guid("00112233-4455-6677-8899-aabbccddeeff"), record["h"]);
        Assert.Equal(true, record["i"]);
        Assert.Equal(true, record["j"]);
        Assert.Equal(new byte[] { 1, 2 }, record["k"]);
        Assert.Equal(new ushort[] { 0x0102, 0x0304 }, record["l"]);
    }

    [Fact]
    public void Structures_and_arrays_of_them_are_nested()
    {
        _map.Write(0, [1, 2, 3, 4, 5]);
        IDictionary record = Read("u8 a; { u8 x; u8 y }[2] points");
        object[] points = Assert.IsType<object[]>(record["points"]);
        Assert.Equal((byte)5, ((OrderedDictionary)points[1])["y"]);
    }

    [Fact]
    public void Only_the_fields_that_are_given_are_written_and_no_padding()
    {
        _map.Write(0, [9, 9, 9, 9, 9, 9, 9, 9]);
        MappedStruct layout = MappedStruct.Parse("u8 a; pad[2]; u16 b; { u8 x; pad; u8 y } p");
        _map.WriteStruct(0, layout, new Hashtable { ["A"] = 1, ["p"] = new Hashtable { ["y"] = 3 } });
        Assert.Equal([1, 9, 9, 9, 9, 9, 9, 3], _map.Read(0, 8));
        _map.WriteStruct(0, layout, new Hashtable { ["a"] = 0, ["b"] = 0, ["p"] = new Hashtable { ["x"] = 0, ["y"] = 0 } });
        Assert.Equal([0, 9, 9, 0, 0, 0, 9, 0], _map.Read(0, 8));
    }

    [Fact]
    public void Of_fields_that_overlap_the_last_one_counts()
    {
        _map.WriteStruct(0, MappedStruct.Parse("u32 all; @0 u16 low"), new Dictionary<string, object> { ["all"] = 0x01020304, ["low"] = 0x0506 });
        Assert.Equal([6, 5, 2, 1], _map.Read(0, 4));
    }

    [Theory]
    [InlineData("u8 a", "a", 256, MmapErrorKind.ValueTooLarge)]
    [InlineData("u8 a", "a", "x", MmapErrorKind.InvalidArgument)]
    [InlineData("u8 a", "a", null, MmapErrorKind.InvalidArgument)]
    [InlineData("u8 a", "b", 1, MmapErrorKind.InvalidArgument)]
    [InlineData("char[2] a", "a", "abc", MmapErrorKind.ValueTooLarge)]
    [InlineData("utf16[2] a", "a", "abc", MmapErrorKind.ValueTooLarge)]
    [InlineData("u8[2] a", "a", new byte[] { 1 }, MmapErrorKind.InvalidArgument)]
    [InlineData("u8[2] a", "a", new byte[] { 1, 2, 3 }, MmapErrorKind.ValueTooLarge)]
    [InlineData("u16[2] a", "a", new[] { 1, 2, 3 }, MmapErrorKind.ValueTooLarge)]
    [InlineData("u16[2] a", "a", new[] { 1, 70000 }, MmapErrorKind.ValueTooLarge)]
    [InlineData("{ u8 x } a", "a", 5, MmapErrorKind.InvalidArgument)]
    public void A_value_that_does_not_fit_writes_nothing(string definition, string name, object? value, MmapErrorKind kind)
    {
        MappedStruct layout = MappedStruct.Parse("u8 first; " + definition);
        MmapException error = Expect.Failure(kind, () => _map.WriteStruct(0, layout, new OrderedDictionary { ["first"] = 7, [name] = value }));
        Assert.Equal(0, _map.ReadByte(0));
        Assert.True(error.Message.Contains('\'', StringComparison.Ordinal) || kind == MmapErrorKind.InvalidArgument);
    }

    [Fact]
    public void Text_is_padded_with_zeros_and_may_fill_its_field()
    {
        MappedStruct layout = MappedStruct.Parse("char[4] a; utf16be[2] b", new MappedStructOptions { Encoding = Encoding.Latin1 });
        _map.Write(0, [9, 9, 9, 9, 9, 9, 9, 9]);
        _map.WriteStruct(0, layout, new Hashtable { ["a"] = "é", ["b"] = "xy" });
        Assert.Equal([0xE9, 0, 0, 0, 0, (byte)'x', 0, (byte)'y'], _map.Read(0, 8));
        IDictionary record = (IDictionary)_map.ReadStruct(0, layout);
        Assert.Equal("é", record["a"]);
        Assert.Equal("xy", record["b"]);
    }

    [Fact]
    public void A_record_must_fit_into_the_map()
    {
        MappedStruct layout = MappedStruct.Parse("u32 a");
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => _map.ReadStruct(4093, layout));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => _map.WriteStruct(4093, layout, new Hashtable { ["a"] = 1 }));
    }

    private IDictionary Read(string definition) => (IDictionary)_map.ReadStruct(0, MappedStruct.Parse(definition));
}
