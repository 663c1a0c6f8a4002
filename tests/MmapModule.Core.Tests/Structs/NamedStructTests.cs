using System;
using System.Collections;
using System.Collections.Generic;
using System.Text;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Structures in structures: by name, in any order, but not in themselves and not without an end.</summary>
public sealed class NamedStructTests
{
    [Fact]
    public void Definitions_use_each_other_in_any_order()
    {
        string[] names = ["a", "b", "c", "d"];
        string[] definitions = ["u8 x; b y", "c[2] z", "d q; u16 b", "u8 r"];
        foreach (int[] order in (int[][])[[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2]])
        {
            NamedStructs named = new();
            foreach (int i in order)
            {
                named.Add(names[i], definitions[i]);
            }

            MappedStruct layout = MappedStruct.Parse("A first", new MappedStructOptions { Structs = named.Resolve(new MappedStructOptions()) });
            Assert.Equal(7, layout.Size);
        }
    }

    [Theory]
    [InlineData("a x")]
    [InlineData("b x")]
    public void A_structure_in_itself_is_an_error(string definition)
    {
        NamedStructs named = new();
        named.Add("a", definition);
        named.Add("b", "u8 y; A z");
        Expect.Failure(MmapErrorKind.InvalidArgument, () => named.Resolve(new MappedStructOptions()));
    }

    [Theory]
    [InlineData("int")]
    [InlineData("U16BE")]
    [InlineData("struct")]
    [InlineData("Pad")]
    [InlineData("align")]
    [InlineData("typedef")]
    [InlineData("cstring")]
    [InlineData("Enum")]
    [InlineData("flags")]
    [InlineData("unsigned")]
    [InlineData("signed")]
    [InlineData("const")]
    [InlineData("if")]
    [InlineData("ELSE")]
    [InlineData("svarint")]
    [InlineData("varintbe")]
    [InlineData("uint8_t")]
    [InlineData("__be16")]
    [InlineData("two words")]
    [InlineData("1st")]
    [InlineData("")]
    public void A_name_that_would_not_be_used_is_an_error(string name)
    {
        MappedStruct layout = MappedStruct.Parse("u8 a");
        Expect.Failure(MmapErrorKind.InvalidArgument, () => new NamedStructs().Add(name, layout));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => new NamedStructs().Add(name, "u8 a"));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MappedStruct.Parse("u8 a", new MappedStructOptions { Structs = new Dictionary<string, MappedStruct> { [name] = layout } }));
    }

    [Fact]
    public void A_name_is_used_once()
    {
        NamedStructs named = new();
        named.Add("point", "u8 a");
        Expect.Failure(MmapErrorKind.InvalidArgument, () => named.Add("POINT", "u8 a"));
    }

    [Fact]
    public void An_error_names_the_structure_that_is_wrong()
    {
        NamedStructs named = new();
        named.Add("outer", "inner x");
        named.Add("inner", "u33 y");
        Assert.Contains("'inner'", Expect.Failure(MmapErrorKind.InvalidArgument, () => named.Resolve(new MappedStructOptions())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layouts_are_not_nested_without_an_end()
    {
        MappedStruct layout = MappedStruct.Parse("u8 a");
        int depth = 0;
        MmapException error = Expect.Failure(MmapErrorKind.InvalidArgument, () =>
        {
            for (; depth < 10_000; depth++)
            {
                layout = MappedStruct.Parse("x a", new MappedStructOptions { Structs = new Dictionary<string, MappedStruct> { ["x"] = layout } });
            }
        });
        Assert.Equal(32, depth);
        NamedStructs named = new();
        for (int i = 0; i < 10_000; i++)
        {
            named.Add("layer" + i, "layer" + (i + 1) + " x");
        }

        Expect.Failure(MmapErrorKind.InvalidArgument, () => named.Resolve(new MappedStructOptions()));
    }

    [Fact]
    public void Fifty_thousand_braces_are_an_error()
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MappedStruct.Parse(new string('{', 50_000)));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MappedStruct.Parse(new StringBuilder().Insert(0, "struct {", 50_000).ToString()));
    }

    [Fact]
    public void Keys_that_name_the_same_field_are_an_error()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 16 });
        Hashtable record = new(StringComparer.Ordinal) { ["a"] = 1, ["A"] = 2 };
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.WriteStruct(0, MappedStruct.Parse("u8 a"), record));
    }
}
