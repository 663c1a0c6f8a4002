using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What a definition may say, and where each field is then.</summary>
public sealed class DefinitionTests
{
    [Theory]
    [InlineData("u32be magic; u16 ver; char[8] name; u8[16] guid; i64le[4] slots", 62, "@0 u32be magic|@4 u16 ver|@6 char[8] name|@14 u8[16] guid|@30 i64[4] slots")]
    [InlineData("u8 a;; u8 b;", 2, "@0 u8 a|@1 u8 b")]
    [InlineData("u8 a\nu16 b\r\nu32 c", 7, "@0 u8 a|@1 u16 b|@3 u32 c")]
    [InlineData("u16 x, y[2], z", 8, "@0 u16 x|@2 u16[2] y|@6 u16 z")]
    [InlineData("u8[2] x, y", 4, "@0 u8[2] x|@2 u8[2] y")]
    [InlineData("char name[4]; uint32_t n", 8, "@0 char[4] name|@4 u32 n")]
    [InlineData("Int32 a; UINT16BE b; Byte c; Double d; Guid e; ulong f", 39, "@0 i32 a|@4 u16be b|@6 u8 c|@7 f64 d|@15 guid e|@31 u64 f")]
    [InlineData("@0x3c u32 pe; @0x200", 512, "@60 u32 pe")]
    [InlineData("u8 a; @8; u8 b", 9, "@0 u8 a|@8 u8 b")]
    [InlineData("u32 all; @0 u16 low, high", 4, "@0 u32 all|@0 u16 low|@2 u16 high")]
    [InlineData("u8 a; pad; pad[2]; u8 b; pad[3]", 8, "@0 u8 a|@4 u8 b")]
    [InlineData("u8 a; align[8]; u8 b; align[0x10]", 16, "@0 u8 a|@8 u8 b")]
    [InlineData("{ u16 x; u16 y } p; { u8 v }[3] q", 7, "@0 struct p|@4 struct[3] q")]
    [InlineData("struct point { u16 x, y }; point a; struct point[2] b; POINT c[1]", 16, "@0 point a|@4 point[2] b|@12 POINT[1] c")]
    [InlineData("struct point { u16 x, y } a; point b", 8, "@0 point a|@4 point b")]
    [InlineData("// first\nu8 a # second\n/* third\n */ u8 b /* last", 2, "@0 u8 a|@1 u8 b")]
    [InlineData("utf16[3] a; utf16be[2] b; char16 c; latin1[2] d; ascii e", 15, "@0 utf16[3] a|@6 utf16be[2] b|@10 utf16 c|@12 latin1[2] d|@14 ascii e")]
    [InlineData("bool a; bool32 b; decimal c; half d; i8be e", 24, "@0 bool a|@1 bool32 b|@5 decimal c|@21 f16 d|@23 i8 e")]
    [InlineData("u32 u32; guid struct; u8 pad; u8 align", 22, "@0 u32 u32|@4 guid struct|@20 u8 pad|@21 u8 align")]
    [InlineData("u8 größe", 1, "@0 u8 größe")]
    public void Fields_follow_each_other(string definition, int size, string fields)
    {
        MappedStruct layout = MappedStruct.Parse(definition);
        Assert.Equal(size, layout.Size);
        Assert.Equal(fields, string.Join('|', layout.Fields));
    }

    [Theory]
    [InlineData(1, "u8 a; u16 b; u32 c; u64 d; u8 e", 16, "0 1 3 7 15")]
    [InlineData(2, "u8 a; u16 b; u32 c; u64 d; u8 e", 18, "0 2 4 8 16")]
    [InlineData(4, "u8 a; u16 b; u32 c; u64 d; u8 e", 20, "0 2 4 8 16")]
    [InlineData(8, "u8 a; u64 d; u8 e", 24, "0 8 16")]
    [InlineData(16, "u8 a; u64 d; u8 e", 24, "0 8 16")]
    [InlineData(8, "u8 a; { u8 b; u32 c }[2] d; u8 e", 24, "0 4 20")]
    [InlineData(8, "u8 a; @3 u32 b; u32 c", 12, "0 3 8")]
    [InlineData(8, "char[3] a; u16 b; guid c", 24, "0 4 8")]
    public void A_pack_puts_fields_on_boundaries_as_C_does(int pack, string definition, int size, string offsets)
    {
        MappedStruct layout = MappedStruct.Parse(definition, new MappedStructOptions { Pack = pack });
        Assert.Equal(size, layout.Size);
        Assert.Equal(offsets, string.Join(' ', layout.Fields.Select(static field => field.Offset)));
    }

    [Fact]
    public void The_default_order_holds_for_fields_that_say_nothing()
    {
        MappedStruct layout = MappedStruct.Parse("u16 a; u16le b; u8 c; guid d; { u32 e } f", new MappedStructOptions { BigEndian = true });
        Assert.Equal("@0 u16be a|@2 u16 b|@4 u8 c|@5 guidbe d|@21 struct f", string.Join('|', layout.Fields));
        Assert.True(layout.Fields[4].Fields[0].BigEndian);
    }

    [Fact]
    public void Other_layouts_come_by_name()
    {
        Dictionary<string, MappedStruct> structs = new() { ["Point"] = MappedStruct.Parse("u16 x, y") };
        MappedStruct layout = MappedStruct.Parse("point a; point[2] b", new MappedStructOptions { Structs = structs });
        Assert.Equal(12, layout.Size);
        Assert.Equal(["x", "y"], layout.Fields[1].Fields.Select(static field => field.Name));
    }

    [Theory]
    [InlineData("u33 a", "column 1:", "'u33'")]
    [InlineData("u32 a; u16", "column 11:", "the end")]
    [InlineData("u32 a u16 b", "column 7:", "'u16'")]
    [InlineData("u32 a;\n  u8 $b", "line 2, column 6:", "'$'")]
    [InlineData("u32 a; u16 A", "column 12:", "'A'")]
    [InlineData("u8 a }", "column 6:", "'{'")]
    [InlineData("{ u8 a", "column 1:", "'{'")]
    [InlineData("{ } a", "column 3:", "field")]
    [InlineData("", "column 1:", "field")]
    [InlineData("pad[4]", "column 1:", "field")]
    [InlineData("u8[0] a", "column 4:", "'0'")]
    [InlineData("u8[-1] a", "column 4:", "'-'")]
    [InlineData("u8[4x] a", "column 4:", "'4x'")]
    [InlineData("u8[99999999999999999999] a", "column 4:", "'99999999999999999999'")]
    [InlineData("u8[3000000000] a", "column 4:", "'3000000000'")]
    [InlineData("u64[2000000000] a", "column 17:", "'a'")]
    [InlineData("{ u8[2000000000] a }[2] b", "column 25:", "'b'")]
    [InlineData("@0xFFFFFFFF u8 a", "column 2:", "'0xFFFFFFFF'")]
    [InlineData("@9223372036854775807", "column 2:", "'9223372036854775807'")]
    [InlineData("u8[100] a; pad[2147483547]", "column 12:", "'pad'")]
    [InlineData("u8 a; pad[2147483647]", "column 11:", "'2147483647'")]
    [InlineData("u8[2] a[2]", "column 8:", "'a'")]
    [InlineData("align u8 a", "column 1:", "align")]
    [InlineData("align[6]; u8 a", "column 6:", "power of two")]
    [InlineData("struct u8 { u8 a } b", "column 8:", "'u8'")]
    [InlineData("struct p { p a } b", "column 12:", "'p'")]
    [InlineData("u8 PSObject", "column 4:", "PowerShell")]
    [InlineData("u8 \0", "column 4:", "'\\x00'")]
    public void What_is_wrong_is_shown_with_its_place(string definition, string place, string about)
    {
        MmapException error = Assert.Throws<MmapException>(() => MappedStruct.Parse(definition));
        Assert.Equal(MmapErrorKind.InvalidArgument, error.Kind);
        Assert.Contains("at " + place, error.Message, StringComparison.Ordinal);
        Assert.Contains(about, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.RecommendedAction);
    }

    [Fact]
    public void Nesting_has_an_end()
    {
        Assert.Equal(1, MappedStruct.Parse(Nested(32)).Size);
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => MappedStruct.Parse(Nested(33)));
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => MappedStruct.Parse(new string('{', 1_000_000)));
    }

    private static string Nested(int depth)
    {
        StringBuilder text = new("u8 a");
        for (int i = 0; i < depth; i++)
        {
            text.Insert(0, "{ ").Append(" } a");
        }

        return text.ToString();
    }
}
