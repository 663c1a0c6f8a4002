using System;
using System.Collections;
using System.Collections.Specialized;
using System.Runtime.InteropServices;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Reading a record, changing one field and writing it leaves every other byte as it was.</summary>
public sealed class KeptFieldTests : IDisposable
{
    private readonly MemoryMap _map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 64 });

    public void Dispose() => _map.Dispose();

    [Theory]
    [InlineData("char[4] x", "61FFFE62")]
    [InlineData("char[4] x", "61006363")]
    [InlineData("ascii[4] x", "6180FF62")]
    [InlineData("utf16[2] x", "00D86100")]
    [InlineData("bool x", "02")]
    [InlineData("bool32 x", "00FF0000")]
    [InlineData("bool[3] x", "0200FF")]
    [InlineData("f32 x", "0100A07F")]
    [InlineData("f64be[2] x", "7FF0000000000001FFF8000000000002")]
    [InlineData("f16 x", "017E")]
    [InlineData("f64 x", "0000000000000080")]
    [InlineData("decimal x", "0A000000000000000000000000000200")]
    [InlineData("guid x", "00112233445566778899AABBCCDDEEFF")]
    [InlineData("{ char[2] t; pad; bool b }[2] x", "FFFE77056100AA09")]
    public void What_was_not_set_keeps_its_bytes(string definition, string bytes)
    {
        byte[] present = Convert.FromHexString("55" + bytes);
        _map.Write(0, present);
        MappedStruct layout = MappedStruct.Parse("u8 first; " + definition);
        OrderedDictionary record = (OrderedDictionary)_map.ReadStruct(0, layout);
        record["first"] = 0x66;
        _map.WriteStruct(0, layout, record);

        present[0] = 0x66;
        Assert.Equal(present, _map.Read(0, present.Length));
    }

    [Fact]
    public void What_was_set_is_written()
    {
        _map.Write(0, Convert.FromHexString("61FF6202" + "0000C07F"));
        MappedStruct layout = MappedStruct.Parse("char[3] t; bool b; f32 f");
        _map.WriteStruct(0, layout, new Hashtable { ["t"] = "xy", ["b"] = false, ["f"] = 1f });
        Assert.Equal(Convert.FromHexString("78790000" + "0000803F"), _map.Read(0, 8));
    }

    [Fact]
    public void A_changed_text_is_refused_if_it_stands_for_bytes_that_were_no_text()
    {
        _map.Write(0, Convert.FromHexString("61FF62"));
        MappedStruct layout = MappedStruct.Parse("char[3] t");
        Expect.Failure(MmapErrorKind.InvalidArgument, () => _map.WriteStruct(0, layout, new Hashtable { ["t"] = "x\uFFFDb" }));
        Assert.Equal(Convert.FromHexString("61FF62"), _map.Read(0, 3));
    }

    [Fact]
    public void A_field_over_a_text_is_written_whatever_the_text_is()
    {
        _map.Write(0, Convert.FromHexString("61000000"));
        _map.WriteStruct(0, MappedStruct.Parse("char[4] t; @2 u16 n"), new OrderedDictionary { ["t"] = "a", ["n"] = 5 });
        Assert.Equal(Convert.FromHexString("61000500"), _map.Read(0, 4));
    }

    [Fact]
    public void Memory_that_cannot_be_read_is_written_all_the_same()
    {
        using TempFile file = new(new byte[8]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.Write });
        map.WriteStruct(0, MappedStruct.Parse("char[4] t"), new Hashtable { ["t"] = "abcd" });
        Assert.Equal("abcd\0\0\0\0"u8.ToArray(), file.Read());
    }

    [Fact]
    [OnlyOn("Linux", "characters of one byte are UTF-8")]
    public void Instances_of_structures_keep_what_was_not_set()
    {
        MappedStruct layout = MappedStruct.FromType(typeof(Sample));
        byte[] present = Data.Filled(layout.Size, 0xFF);
        _map.Write(0, present);
        Sample sample = (Sample)_map.ReadStruct(0, layout);
        sample.Number = 7;
        _map.WriteStruct(0, layout, sample);

        MappedStructField number = layout.Fields[0];
        present.AsSpan(number.Offset, number.Size).Clear();
        present[number.Offset] = 7;
        Assert.Equal(Convert.ToHexString(present), Convert.ToHexString(_map.Read(0, layout.Size)));
    }

    [Fact]
    [OnlyOn("Linux", "characters of one byte are UTF-8")]
    public void Characters_of_structures_are_written_or_refused()
    {
        MappedStruct layout = MappedStruct.FromType(typeof(Sample));
        Sample sample = new() { Name = "abc", Letters = ['d', 'e', 'f', 'g'], Letter = 'h', Flag = true, Inner = new Inner { Tag = ['i', 'j'] } };
        _map.WriteStruct(0, layout, sample);
        Sample read = (Sample)_map.ReadStruct(0, layout);
        Assert.Equal(("abc", "defg", 'h', true, "ij"), (read.Name, new string(read.Letters), read.Letter, read.Flag, new string(read.Inner.Tag)));

        sample.Letters = ['é', 'a', 'b', 'c'];
        Expect.Failure(MmapErrorKind.ValueTooLarge, () => _map.WriteStruct(0, layout, sample));
        sample.Letters = ['é', 'a', 'b', '\0'];
        _map.WriteStruct(0, layout, sample);
        Assert.Equal("éab", ((Sample)_map.ReadStruct(0, layout)).Letters is char[] letters ? new string(letters).TrimEnd('\0') : null);
        sample.Letter = 'é';
        Expect.Failure(MmapErrorKind.ValueTooLarge, () => _map.WriteStruct(0, layout, sample));
    }

    private struct Inner
    {
        [MarshalAs(UnmanagedType.ByValArray, SizeConst = 2)]
        public char[] Tag;
    }

    private struct Sample
    {
        public int Number;
        [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 5)]
        public string Name;
        [MarshalAs(UnmanagedType.ByValArray, SizeConst = 4)]
        public char[] Letters;
        public char Letter;
        public bool Flag;
        public Inner Inner;
    }
}
