using System;
using System.Collections;
using System.Collections.Specialized;
using System.Linq;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Records whose parts depend on those before them.</summary>
public sealed class RecordTests
{
    [Theory]
    [InlineData("u16 n; u32[n] table; char[n] name", "0200 01000000 02000000 6162", "n=2; table=[1, 2]; name=ab; RecordOffset=0; RecordSize=12")]
    [InlineData("u8 n; u16 m; u8[n * 2 + m % 3 - 1] a", "02 0400 01 02 03 04 05", "n=2; m=4; a=[1, 2, 3, 4]; RecordOffset=0; RecordSize=7")]
    [InlineData("u8 n; u8[n << 1 & 6 | 1] a", "01 05 06 07", "n=1; a=[5, 6, 7]; RecordOffset=0; RecordSize=4")]
    [InlineData("cstring s; u8 a", "616200 07", "s=ab; a=7; RecordOffset=0; RecordSize=4")]
    [InlineData("char[] s, t; utf16[] u", "6100 00 6200 0000", "s=a; t=; u=b; RecordOffset=0; RecordSize=7")]
    [InlineData("u8 a; u16[*] rest", "01 0200 0300 FF", "a=1; rest=[2, 3]; RecordOffset=0; RecordSize=5")]
    [InlineData("u8 a; char[*] rest", "01 6162", "a=1; rest=ab; RecordOffset=0; RecordSize=3")]
    [InlineData("varint a, b; svarint c", "05 AC02 7F", "a=5; b=300; c=-1; RecordOffset=0; RecordSize=4")]
    [InlineData("varint a; svarint b", "FFFFFFFFFFFFFFFFFF01 8080808080808080807F", "a=18446744073709551615; b=-9223372036854775808; RecordOffset=0; RecordSize=20")]
    [InlineData("u8 n; varint[n] v; varint[2] w", "02 01 8001 03 04", "n=2; v=[1, 128]; w=[3, 4]; RecordOffset=0; RecordSize=6")]
    [InlineData("u8 off; @off u8 a; @(off + 2) u8 b; @1 u8 c", "03 09 00 0A 00 0B", "off=3; a=10; b=11; c=9; RecordOffset=0; RecordSize=6")]
    [InlineData("u8 f; if (f & 1) u8 a; if (f & 2) { u8 b; u8 c } u8 d", "02 07 08 09", "f=2; a=; b=7; c=8; d=9; RecordOffset=0; RecordSize=4")]
    [InlineData("u8 f; if (f == 1) u8 x; else u16 x; u8 y", "02 0700 08", "f=2; x=7; y=8; RecordOffset=0; RecordSize=4")]
    [InlineData("u8 f; if (f == 1) { u8 x } else if (f == 2) { u16 x } else { u32 x; u8 z }\nu8 y", "03 07000000 05 08", "f=3; x=7; z=5; y=8; RecordOffset=0; RecordSize=7")]
    [InlineData("u8 n; pad[n]; u8 a; align[4]; u8 b", "02 FFFF 05 06", "n=2; a=5; b=6; RecordOffset=0; RecordSize=5")]
    [InlineData("{ u8 n; u8 m } h; u8[h.n + h.m] a", "01 01 08 09", "h={n=1; m=1}; a=[8, 9]; RecordOffset=0; RecordSize=4")]
    [InlineData("u8 n; { u8 x; u8[n] y } p", "02 01 08 09", "n=2; p={x=1; y=[8, 9]; RecordOffset=1; RecordSize=3}; RecordOffset=0; RecordSize=4")]
    [InlineData("u8 n; { u8 m; u8[m] y }[n] p", "02 01 08 02 06 07", "n=2; p=[{m=1; y=[8]; RecordOffset=1; RecordSize=2}, {m=2; y=[6, 7]; RecordOffset=3; RecordSize=3}]; RecordOffset=0; RecordSize=6")]
    [InlineData("struct p { u8 m; u8[m] y }; p[*] all", "01 08 00", "all=[{m=1; y=[8]; RecordOffset=0; RecordSize=2}, {m=0; y=[]; RecordOffset=2; RecordSize=1}]; RecordOffset=0; RecordSize=3")]
    [InlineData("u8 n; { u8 x, y }[n] p", "02 01 02 03 04", "n=2; p=[{x=1; y=2}, {x=3; y=4}]; RecordOffset=0; RecordSize=5")]
    [InlineData("u16 a:4, b:4, n:8; u8[n] x", "3102 08 09", "a=1; b=3; n=2; x=[8, 9]; RecordOffset=0; RecordSize=4")]
    [InlineData("enum u8 { none, some = 2 } kind; u8[kind] x", "02 08 09", "kind=some; x=[8, 9]; RecordOffset=0; RecordSize=3")]
    [InlineData("enum u8 { none, some = 2 } kind; if (kind == some) u8 x", "02 08", "kind=some; x=8; RecordOffset=0; RecordSize=2")]
    public void Parts_are_where_the_parts_before_them_say(string definition, string bytes, string expected)
    {
        using MemoryMap map = MapOf(bytes);

        Assert.True(MappedStruct.Parse(definition).IsVariable);
        Assert.Equal(expected, Show(map.Slice(0, Bytes(bytes).Length).ReadStruct(0, MappedStruct.Parse(definition))));
    }

    [Theory]
    [InlineData("u24 a; u24be b; i24 c; i24be d", "010203 010203 FFFFFF FFFFFE", "a=197121; b=66051; c=-1; d=-2")]
    [InlineData("u16 a:12, b:4", "3412", "a=564; b=1")]
    [InlineData("u16be a:12, b:4", "1234", "a=291; b=4")]
    [InlineData("u8 a:3, :2, b:3", "E5", "a=5; b=7")]
    [InlineData("u8be a:1; u8be b:7", "85", "a=1; b=5")]
    [InlineData("i8 a:4, b:4; u8 c", "8F 01", "a=-1; b=-8; c=1")]
    [InlineData("u8 a:5; u8 b:5; u8 c", "1F 11 02", "a=31; b=17; c=2")]
    [InlineData("u8 a:3; u8 :0; u8 b:3", "05 06", "a=5; b=6")]
    [InlineData("u64 a:64", "FFFFFFFFFFFFFFFF", "a=18446744073709551615")]
    [InlineData("enum u16 { none, exec = 2, dyn } a, b, c", "0200 0300 0900", "a=exec; b=dyn; c=9")]
    [InlineData("enum kind : u8 { one = 1 }; kind[2] a; enum kind b", "01 05 01", "a=[one, 5]; b=one")]
    [InlineData("flags u8 { x, w, r } a, b, c", "05 09 00", "a=x, r; b=x, 0x8; c=0")]
    [InlineData("enum Big u16be { one = 1 } a", "0001", "a=one")]
    [InlineData("\"PK\\x03\\x04\"; u8 a", "504B0304 05", "a=5")]
    [InlineData("\"PK\" magic; u8 a = 5; u8 b = a", "504B 05 05", "magic=PK; a=5; b=5")]
    [InlineData("unsigned int a; unsigned char b; signed char c; unsigned short int d; long long e; unsigned long f; unsigned g; const char h[2]; __le16 i; __be16 j", "01000000 02 FF 0300 0400000000000000 0500000000000000 06000000 6162 0100 0001", "a=1; b=2; c=-1; d=3; e=4; f=5; g=6; h=ab; i=1; j=1")]
    [InlineData("#include <x.h>\nstruct inner { uint8_t a; };\nstruct pasted {\n  struct inner i; /* one */\n  unsigned short n;\n} __attribute__((packed));", "01 0200", "i={a=1}; n=2")]
    [InlineData("typedef struct tag { u8 a; } tag_t; tag_t b", "07", "b={a=7}")]
    [InlineData("typedef struct { u8 a; } only_t;", "07", "a=7")]
    [InlineData("long int; short char[2]", "0500000000000000 01000200", "int=5; char=[1, 2]")]
    public void Other_fields_leave_records_their_size(string definition, string bytes, string expected)
    {
        using MemoryMap map = MapOf(bytes);
        MappedStruct layout = MappedStruct.Parse(definition);

        Assert.False(layout.IsVariable);
        Assert.Equal(Bytes(bytes).Length, layout.Size);
        Assert.Equal(expected, Show(map.ReadStruct(0, layout)));
    }

    [Theory]
    [InlineData("u24 a; i24be b")]
    [InlineData("u16 a:12, b:4; u32be c:1, :15, d:16")]
    [InlineData("i8 a:4, b:4; enum u8 { one = 1 } c; flags u16be { x, y = 0x80 } d; enum u8 { two = 2 }[3] e")]
    [InlineData("\"PK\" magic; u8 a; \"\\xFF\"")]
    public void What_is_read_can_be_written(string definition)
    {
        MappedStruct layout = MappedStruct.Parse(definition);
        Random random = new(3);
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });
        for (int i = 0; i < 50; i++)
        {
            byte[] bytes = new byte[layout.Size];
            random.NextBytes(bytes);
            if (definition.StartsWith('"'))
            {
                (bytes[0], bytes[1], bytes[3]) = ((byte)'P', (byte)'K', 0xFF);
            }

            byte[] other = [.. bytes.Select(static value => (byte)~value)];
            map.Write(0, bytes);
            map.Write(100, other);
            OrderedDictionary record = (OrderedDictionary)map.ReadStruct(0, layout);
            map.WriteStruct(100, layout, record);

            Assert.Equal(Show(record), Show(map.ReadStruct(100, layout)));
        }
    }

    [Fact]
    public void Bits_that_nobody_gives_stay_as_they_are()
    {
        using MemoryMap map = MapOf("FFFF");
        map.WriteStruct(0, MappedStruct.Parse("u16 a:4, b:8, c:4"), new OrderedDictionary { ["b"] = 0x12 });
        Assert.Equal([0x2F, 0xF1], map.Read(0, 2));
    }

    [Theory]
    [InlineData("u16 a:4", "a", 16, MmapErrorKind.ValueTooLarge)]
    [InlineData("i16 a:4", "a", 8, MmapErrorKind.ValueTooLarge)]
    [InlineData("i16 a:4", "a", -9, MmapErrorKind.ValueTooLarge)]
    [InlineData("u24 a", "a", 0x1000000, MmapErrorKind.ValueTooLarge)]
    [InlineData("i24 a", "a", -0x800001, MmapErrorKind.ValueTooLarge)]
    [InlineData("enum u8 { one = 1 } a", "a", "two", MmapErrorKind.InvalidArgument)]
    [InlineData("\"PK\" a", "a", "PL", MmapErrorKind.InvalidArgument)]
    [InlineData("cstring a", "a", "x", MmapErrorKind.InvalidArgument)]
    public void What_does_not_fit_is_not_written(string definition, string name, object value, MmapErrorKind kind)
    {
        using MemoryMap map = MapOf("504B0000");
        Expect.Failure(kind, () => map.WriteStruct(0, MappedStruct.Parse(definition), new OrderedDictionary { [name] = value }));
        Assert.Equal([0x50, 0x4B, 0, 0], map.Read(0, 4));
    }

    [Theory]
    [InlineData("u32 n; u8[n] a", "FFFFFFFF 01", MmapErrorKind.RegionOutOfRange, 4)]
    [InlineData("u64 n; u64[n] a", "FFFFFFFFFFFFFFFF 01", MmapErrorKind.RegionOutOfRange, 8)]
    [InlineData("i32 n; u8[n] a", "FFFFFFFF 01", MmapErrorKind.RecordInvalid, 4)]
    [InlineData("u32 n; { u8 m; u8[m] b }[n] a", "FFFFFFFF 00", MmapErrorKind.RegionOutOfRange, 4)]
    [InlineData("u32 n; varint[n] a", "FFFFFFFF 00", MmapErrorKind.RegionOutOfRange, 4)]
    [InlineData("u64 n; u8[n * n * n] a", "FFFFFFFFFFFFFFFF 00", MmapErrorKind.RecordInvalid, 8)]
    [InlineData("u8 n; u8[1 / n] a", "00 00", MmapErrorKind.RecordInvalid, 1)]
    [InlineData("u8 n; u8[1 << n] a", "FF 00", MmapErrorKind.RecordInvalid, 1)]
    [InlineData("u32 n; @n u8 a", "FFFFFFFF", MmapErrorKind.RecordInvalid, 4)]
    [InlineData("u8 n; @(n - 1) u8 a", "00", MmapErrorKind.RecordInvalid, 1)]
    [InlineData("u32 n; pad[n]", "FFFFFFFF", MmapErrorKind.RecordInvalid, 4)]
    [InlineData("cstring a", "6162", MmapErrorKind.RecordInvalid, 0)]
    [InlineData("utf16[] a", "610000", MmapErrorKind.RecordInvalid, 0)]
    [InlineData("varint a", "8080", MmapErrorKind.RegionOutOfRange, 0)]
    [InlineData("varint a", "80808080808080808002", MmapErrorKind.RecordInvalid, 0)]
    [InlineData("varint a", "8080808080808080808080", MmapErrorKind.RecordInvalid, 0)]
    [InlineData("u8 f; if (f) u8 n; u8[n] a", "00 00", MmapErrorKind.RecordInvalid, 1)]
    [InlineData("u8 f; { if (f) u8 n }[*] a", "00 00", MmapErrorKind.RecordInvalid, 1)]
    [InlineData("u8 f; if (f) u8 a; u32 b", "01 00", MmapErrorKind.RegionOutOfRange, 2)]
    [InlineData("\"PK\"", "504C", MmapErrorKind.MagicMismatch, 0, "u8 z")]
    [InlineData("u8 a; \"PKK\"", "00 504B", MmapErrorKind.MagicMismatch, 1, "cstring z")]
    [InlineData("u8 a; u16be b = 0x1234", "00 1235", MmapErrorKind.MagicMismatch, 1)]
    public void What_a_record_says_is_not_believed(string definition, string bytes, MmapErrorKind kind, long offset, string more = "")
    {
        using MemoryMap map = MapOf(bytes);
        MappedStruct layout = MappedStruct.Parse(definition + (more.Length > 0 ? "; " + more : string.Empty));

        MmapException error = Expect.Failure(kind, () => map.Slice(0, Bytes(bytes).Length).ReadStruct(0, layout));

        Assert.Equal(offset, error.Offset);
    }

    [Fact]
    public void Parts_over_each_other_do_not_multiply_what_a_small_file_takes()
    {
        using TempFile file = new(64L << 20);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Write(0, [255]);
        MappedStruct layout = MappedStruct.Parse("u8 n; { u8 m; @0 u8[0x1000000] all; @0 u8[m + 1] one }[n] a");

        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.ReadStruct(0, layout));
        Expect.Failure(MmapErrorKind.RecordInvalid, () => map.ReadStruct(0, MappedStruct.Parse("u8 n; { @0 u8[0x2000000] all; varint v }[1] a; " + string.Concat(Enumerable.Range(0, 40).Select(static i => $"@0 u8[0x2000000] f{i}; ")) + "cstring z")));
    }

    [Fact]
    public void Records_follow_each_other()
    {
        using MemoryMap map = MapOf("00 01 AA 02 BBCC 00 01");
        MappedStruct layout = MappedStruct.Parse("u8 n; u8[n] a");

        object[] records = [.. layout.Walk(map, new MapRange(1, 6), null, static (made, values) => values.ToArray(), CancellationToken.None).Select(static item => item.Record)];

        Assert.Equal([(1L, 2L), (3L, 3L), (6L, 1L)], records.Cast<object[]>().Select(static values => ((long)values[2], (long)values[3])));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => _ = layout.Walk(map, new MapRange(1, 6), 4, static (made, values) => values, CancellationToken.None).Count());
    }

    [Fact]
    public void What_follows_a_record_need_not_be_readable()
    {
        using MapSample sample = new(SampleKind.PrivateAnonymous, [.. new byte[4094], 1, 7, .. new byte[4096]]);
        sample.Map.Protect(MapProtection.None, 4096, 4096);

        Assert.Equal("n=1; a=[7]; RecordOffset=4094; RecordSize=2", Show(sample.Map.ReadStruct(4094, MappedStruct.Parse("u8 n; u8[n] a"))));
        Expect.Failure(MmapErrorKind.RegionProtected, () => sample.Map.ReadStruct(4095, MappedStruct.Parse("u8 n; u8[n] a")));
    }

    [Fact]
    public void Boundaries_hold_in_records_of_variable_size_too()
    {
        using MemoryMap map = MapOf("01 05 0000 07000000 09 000000");
        MappedStruct layout = MappedStruct.Parse("u8 n; u8[n] a; u32 b; u8 c", new MappedStructOptions { Pack = 8 });

        Assert.Equal("n=1; a=[5]; b=7; c=9; RecordOffset=0; RecordSize=12", Show(map.ReadStruct(0, layout)));
    }

    [Theory]
    [InlineData("u8[n] a", "column 4:", "'n'")]
    [InlineData("u8 n; struct p { u8[n] a }; p b", "column 21:", "'n'")]
    [InlineData("f32 n; u8[n] a", "column 11:", "'n'")]
    [InlineData("u8[2] n; u8[n] a", "column 13:", "'n'")]
    [InlineData("{ u8 n } h; u8[h.m] a", "column 18:", "'h.m'")]
    [InlineData("u8 n; u8[n + ] a", "column 14:", "']'")]
    [InlineData("u8 n; u8[(n] a", "column 12:", "')'")]
    [InlineData("u8[1 - 1] a", "column 4:", "'1'")]
    [InlineData("u8[1 / 0] a", "column 4:", "zero")]
    [InlineData("u8[] a", "column 3:", "text")]
    [InlineData("cstring[3] a", "column 8:", "zero")]
    [InlineData("cstring a[3]", "column 10:", "counts")]
    [InlineData("u8 a:9", "column 6:", "8 bits")]
    [InlineData("f32 a:9", "column 6:", "integer")]
    [InlineData("u8[2] a:3", "column 8:", "integer")]
    [InlineData("enum f32 { a } b", "column 6:", "integers")]
    [InlineData("enum u8 { a = 256 } b", "column 11:", "256")]
    [InlineData("enum u8 { } b", "column 9:", "value")]
    [InlineData("enum u8 { a b } c", "column 13:", "'b'")]
    [InlineData("u8 f; if (f u8 a", "column 13:", "')'")]
    [InlineData("u8 f; if (f) { u8 a", "column 14:", "'{'")]
    [InlineData("u8 f; if (f) u8 a; u8 a", "column 23:", "'a'")]
    [InlineData("\"\" a", "column 1:", "byte")]
    [InlineData("\"\\q\" a", "column 1:", "escape")]
    [InlineData("\"ä\" a", "column 1:", "one byte")]
    [InlineData("\"ab a", "column 1:", "'\"'")]
    [InlineData("cstring a; u8 RecordSize", "column 1:", "RecordSize")]
    [InlineData("typedef u8 x", "column 9:", "typedef")]
    [InlineData("align[n] u8 a", "column 7:", "'n'")]
    public void What_is_wrong_is_shown_with_its_place(string definition, string place, string about)
    {
        MmapException error = Expect.Failure(MmapErrorKind.InvalidArgument, () => MappedStruct.Parse(definition));
        Assert.Contains("at " + place, error.Message, StringComparison.Ordinal);
        Assert.Contains(about, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Calculations_have_an_end()
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => MappedStruct.Parse("u8[" + new string('(', 100_000)));
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => MappedStruct.Parse("u8 n; u8[n" + string.Concat(Enumerable.Repeat("+n", 100_000)) + "] a"));
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => MappedStruct.Parse("u8 n; " + string.Concat(Enumerable.Repeat("if (n) ", 100_000)) + "u8 a"));
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => MappedStruct.Parse("u8 n; " + string.Concat(Enumerable.Repeat("if (n) u8 a; else ", 100_000)) + "u8 a"));
    }

    [Fact]
    public void Fields_whose_place_depends_on_the_record_say_so()
    {
        MappedStruct layout = MappedStruct.Parse("u16 n; u32[n + 1] table; u8 a; varint[2] v; cstring s; @64 u8 b");

        Assert.Equal("@0 u16 n|@2 u32[n + 1] table|@? u8 a|@? varint[2] v|@? char[] s|@64 u8 b", string.Join('|', layout.Fields));
        Assert.Equal((-1, -1, 1), (layout.Size, layout.Fields[1].Size, layout.Fields[2].Size));
    }

    private static MemoryMap MapOf(string hex)
    {
        byte[] bytes = Bytes(hex);
        MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = Math.Max(4096, bytes.Length) });
        map.Write(0, bytes);
        return map;
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal));

    private static string Show(object? value) => value switch
    {
        IDictionary record => string.Join("; ", record.Keys.Cast<string>().Select(key => key + "=" + (record[key] is IDictionary inner ? "{" + Show(inner) + "}" : Show(record[key])))),
        string text => text,
        IEnumerable list => "[" + string.Join(", ", list.Cast<object>().Select(static item => item is IDictionary ? "{" + Show(item) + "}" : Show(item))) + "]",
        null => string.Empty,
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
