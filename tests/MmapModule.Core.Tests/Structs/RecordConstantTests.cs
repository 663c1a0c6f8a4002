using System;
using System.Collections.Specialized;
using System.Linq;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Values, bytes and bits that every record of a layout has: read, and written.</summary>
public sealed class RecordConstantTests
{
    [Theory]
    [InlineData("\"PK\\x03\\x04\"; u16 version = 2; u8 a", "version=2; a=7", "504B0304 0200 07")]
    [InlineData("u8 a; pad[1]; \"PK\"; u8 b", "a=1; b=2", "01 EE 504B 02")]
    [InlineData("u8 a; align[4]; \"PK\"", "a=1", "01 EEEEEE 504B")]
    [InlineData("@2 \"PK\"; @0 u16 a", "a=1", "0100 504B")]
    [InlineData("\"PK\" magic; u8 a", "magic=PK; a=1", "504B 01")]
    [InlineData("u8 :4 = 5, a:4", "a=2", "25")]
    [InlineData("u16be a:4, :8 = 0xAB, b:4", "a=1; b=2", "1AB2")]
    [InlineData("u8 :4, a:4", "a=2", "2E")]
    [InlineData("u8 a; u8 b = a * 2", "a=3; b=6", "03 06")]
    [InlineData("enum u8 { one = 1 } kind = one; \"x\"", "kind=one", "01 78")]
    [InlineData("i8 a = -1; bool b = 0", "a=-1; b=False", "FF 00")]
    public void A_record_with_all_its_fields_can_be_read_again(string definition, string values, string bytes)
    {
        MappedStruct layout = MappedStruct.Parse(definition);
        byte[] expected = Bytes(bytes);
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });
        map.Write(0, [.. Enumerable.Repeat((byte)0xEE, 64)]);

        map.WriteStruct(0, layout, Record(values));

        Assert.Equal(expected, map.Read(0, expected.Length));
        Assert.Equal(0xEE, map.ReadByte(expected.Length));
        Assert.NotNull(map.ReadStruct(0, layout));
    }

    [Fact]
    public void Bytes_without_a_name_are_written_in_every_record_that_is_whole()
    {
        MappedStruct layout = MappedStruct.Parse("\"A\"; { \"B\"; u8 x }[2] p; { u8 y; \"C\"; u8 z } q");
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });

        map.WriteStruct(0, layout, new OrderedDictionary { ["p"] = new object[] { Record("x=1"), Record("x=2") }, ["q"] = Record("y=3") });
        Assert.Equal(Bytes("41 4201 4202 03 00 00"), map.Read(0, 8));

        map.WriteStruct(0, layout, new OrderedDictionary { ["q"] = Record("y=3; z=4") });
        map.WriteStruct(100, layout, new OrderedDictionary { ["q"] = Record("y=3; z=4") });
        Assert.Equal(Bytes("41 4201 4202 03 43 04"), map.Read(0, 8));
        Assert.Equal(Bytes("00 0000 0000 03 43 04"), map.Read(100, 8));
        Assert.NotNull(map.ReadStruct(0, layout));
    }

    [Theory]
    [InlineData("\"PK\\x03\\x04\"; u16 version = 2", "version=3")]
    [InlineData("u16 a; u16 version = 2", "version=3")]
    [InlineData("\"PK\" magic; u8 a", "magic=PL")]
    [InlineData("u8 a; u8 b = a * 2", "a=3; b=7")]
    [InlineData("u8 a; u8 b = 8 / a", "a=0; b=7")]
    [InlineData("u8 a:4 = 3, b:4", "a=4")]
    [InlineData("enum u8 { one = 1, two } kind = two", "kind=one")]
    [InlineData("{ u8 v = 1 } p", "p.v=2")]
    [InlineData("u8 n; { u8 v = n } p", "n=1; p.v=2")]
    [InlineData("{ u8 n } p; u8 v = p.n", "p.n=1; v=2")]
    [InlineData("\"PK\"; @0 u32 over", "over=1")]
    [InlineData("bool a = 1", "a=False")]
    public void A_value_that_the_layout_does_not_allow_is_not_written(string definition, string values)
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });

        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.WriteStruct(0, MappedStruct.Parse(definition), Record(values)));

        Assert.Equal(new byte[64], map.Read(0, 64));
    }

    [Fact]
    public void A_value_that_needs_fields_that_are_not_given_is_written()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });
        map.WriteStruct(0, MappedStruct.Parse("u8 a; u8 b = a; \"PK\""), Record("b=5"));
        Assert.Equal([0, 5, 0, 0], map.Read(0, 4));
    }

    [Theory]
    [InlineData("u8 :4 = 5, a:4", "25", "26")]
    [InlineData("u8 n; u8[n] x; u16be a:4, :8 = 0xAB, b:4", "00 1AB2", "00 1AC2")]
    [InlineData("u8 n; u8 :4 = n, a:4", "05 25", "06 25")]
    public void Bits_without_a_name_are_compared(string definition, string right, string wrong)
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });
        MappedStruct layout = MappedStruct.Parse(definition);
        map.Write(0, Bytes(right));
        Assert.NotNull(map.ReadStruct(0, layout));
        map.Write(0, Bytes(wrong));
        Expect.Failure(MmapErrorKind.MagicMismatch, () => map.ReadStruct(0, layout));
    }

    [Theory]
    [InlineData("f32 a = 1", "column 7:")]
    [InlineData("char a = 65", "column 8:")]
    [InlineData("u8[2] a = 1", "column 9:")]
    [InlineData("u8 a:4, :0 = 1", "column 12:")]
    [InlineData("{ u8 b } a = 1", "column 12:")]
    [InlineData("u8 a = 256", "column 8:")]
    [InlineData("i8 a = 128", "column 8:")]
    [InlineData("u8 a:4 = 16", "column 10:")]
    [InlineData("u24 a = 0x1000000", "column 9:")]
    [InlineData("bool a = 2", "column 10:")]
    public void A_value_that_no_record_can_have_is_refused(string definition, string place)
    {
        MmapException error = Expect.Failure(MmapErrorKind.InvalidArgument, () => MappedStruct.Parse(definition));
        Assert.Contains("at " + place, error.Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal));

    private static OrderedDictionary Record(string values)
    {
        OrderedDictionary record = [];
        foreach (string[] pair in values.Split("; ").Select(static value => value.Split('=')))
        {
            string[] names = pair[0].Split('.');
            OrderedDictionary target = names.Length == 1 ? record : (OrderedDictionary)(record[names[0]] ??= new OrderedDictionary());
            target[names[^1]] = pair[1];
        }

        return record;
    }
}
