using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Linq;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What names, conditions and types in definitions mean, and what is refused because it would mean nothing or two things.</summary>
public sealed class DefinitionRuleTests
{
    [Theory]
    [InlineData("typedef struct { u8 a; } Name;", "Name")]
    [InlineData("struct Outer { u8 x }; typedef struct { u8 a; } Name;", "Name")]
    [InlineData("struct Outer { typedef struct { u8 a; } Inner; Inner x }", "Outer")]
    [InlineData("typedef struct tag { u8 a; } Name;", "tag")]
    [InlineData("typedef struct { u8 a; } A; typedef struct { A x; } B;", "B")]
    [InlineData("typedef struct { u8 a; } A; u8 b", null)]
    public void A_pasted_structure_has_the_name_that_it_is_given(string definition, string? name) =>
        Assert.Equal(name, MappedStruct.Parse(definition).Name);

    [Fact]
    public void Structures_of_a_typedef_know_their_own_fields_only() =>
        Fails("u8 n; typedef struct { u8[n] a; } T; { u16 z; T x } y", "column 27:", "'n'");

    [Theory]
    [InlineData("enum i8 { low = -128, high = 127, all = 0xFF } a", "80 7F FF 05", "low high all 5")]
    [InlineData("enum u8 { last = -1 } a", "FF 01", "last 1")]
    [InlineData("enum i32be { x = 0x80000000 } a", "80000000", "x")]
    [InlineData("flags i8 { x, y = 0x80 } a", "80 C0 81 40", "y|y, 0x40|y, x|0x40")]
    [InlineData("flags i64 { x } a", "0000000000000080 0100000000000080", "0x8000000000000000|x, 0x8000000000000000")]
    [InlineData("flags u8 { low = 3, b = 4 } a", "01 07 05 0F", "0x1|low, b|b, 0x1|low, b, 0x8")]
    [InlineData("flags u8 { none = 0, x } a", "00 02", "none|0x2")]
    public void Every_value_of_an_enum_is_read_and_written_unchanged(string definition, string bytes, string expected)
    {
        string[] parts = bytes.Split(' ');
        MappedStruct layout = MappedStruct.Parse(definition.Replace("} a", FormattableString.Invariant($"}}[{parts.Length}] a"), StringComparison.Ordinal));
        byte[] known = Convert.FromHexString(string.Concat(parts));
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });
        map.Write(0, known);

        OrderedDictionary record = (OrderedDictionary)map.ReadStruct(0, layout);
        map.WriteStruct(100, layout, record);

        Assert.Equal(expected.Split(expected.Contains('|', StringComparison.Ordinal) ? '|' : ' '), ((object[])record["a"]!).Select(static value => Convert.ToString(value, CultureInfo.InvariantCulture)));
        Assert.Equal(known, map.Read(100, known.Length));
    }

    [Theory]
    [InlineData("enum i8 { all = 0xFF } k; u8[k + 2] a", "FF 07", 1)]
    [InlineData("flags i8 { x, y = 0x80 } k; u8[k + 128] a", "81 07", 1)]
    [InlineData("flags u64 { x, top = 0x8000000000000000 } k; u8[k >> 62] a", "00000000000000C0 01 02 03", 3)]
    [InlineData("enum u8 { one = 1, uno = 1, two } k; if (k == uno) u8[k] a; else u8[3] a", "01 07", 1)]
    [InlineData("{ enum u8 { two = 2 } k } h; u8[h.k] a", "02 01 02", 2)]
    [InlineData("enum u8 { at = 3 } k; @k u8[1] a", "03 0000 07", 1)]
    public void Calculations_get_the_number_of_a_value_with_a_name(string definition, string bytes, int count)
    {
        byte[] known = Convert.FromHexString(bytes.Replace(" ", string.Empty, StringComparison.Ordinal));
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });
        map.Write(0, known);

        Assert.Equal(count, ((byte[])((OrderedDictionary)map.Slice(0, known.Length).ReadStruct(0, MappedStruct.Parse(definition)))["a"]!).Length);
    }

    [Theory]
    [InlineData("enum u8 { a = 1, a = 2 } k", "column 18:", "'a'")]
    [InlineData("enum u8 { a = 1, b, A = 2 } k", "column 21:", "'A'")]
    [InlineData("flags u8 { a, A } k", "column 15:", "'A'")]
    [InlineData("enum i8 { a = 256 } k", "column 11:", "256")]
    [InlineData("enum u8 { a = -129 } k", "column 11:", "-129")]
    public void Values_of_an_enum_have_different_names_and_fit(string definition, string place, string about) => Fails(definition, place, about);

    [Theory]
    [InlineData("enum u8 { a, x } k; enum u8 { b, c, x } m; if (k == x) u8 y", "01 00")]
    [InlineData("enum u8 { a, x } k; enum u8 { b, c, x } m; if (x == k) u8 y", "01 00")]
    [InlineData("enum u8 { a, x } k; enum u8 { b, c, x } m; if (m == x && k != x) u8 y", "00 02")]
    [InlineData("flags u8 { a, x } k; enum u8 { b, c, d, x } m; if ((k & (x | a)) == 2) u8 y", "02 00")]
    [InlineData("flags u8 { a, x } k; enum u8 { b, c, d, x } m; if (k & ~a & x) u8 y", "02 00")]
    [InlineData("enum u8 { a, x } k; enum u8 { b, c, x } m = x; if (k == x) u8 y", "01 02")]
    [InlineData("enum u8 { x = 1, z = x + 1 } k; enum u8 { x = 5, z = x + 1 } m; if (m == z) u8 y", "00 06")]
    [InlineData("enum u8 { a, x } k; enum u8 { b, x } m; if (k + 0 * m == x) u8 y", "01 00")]
    [InlineData("{ enum u8 { a, x } k; enum u8 { b, c, x } m } h; if (h.m == x) u8 y", "00 02")]
    [InlineData("enum u8 { a, x } k; u8 a; if (a == 7) u8 y", "00 07")]
    [InlineData("enum kind : u8 { a, x }; enum u8 { x, z } l; if (l == z) kind k else kind k; if (k == x) u8 y", "01 01")]
    public void A_field_decides_which_enum_a_name_is_of(string definition, string bytes)
    {
        byte[] known = Convert.FromHexString(bytes.Replace(" ", string.Empty, StringComparison.Ordinal));
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });
        map.Write(0, known);
        MappedStruct layout = MappedStruct.Parse(definition);
        object? before = ((OrderedDictionary)map.ReadStruct(0, layout))["y"];

        // With other bytes the condition does not hold: it is not there by chance.
        map.Write(0, [0xFC, 0xFC]);
        object? after = definition.Contains("= x;", StringComparison.Ordinal) ? null : ((OrderedDictionary)map.ReadStruct(0, layout))["y"];

        Assert.Equal((byte)0, before);
        Assert.True(after is null || definition.StartsWith("flags", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("enum u8 { a, x } k; enum u8 { b, c, x } m; u8[x] y", "column 47:", "'x'")]
    [InlineData("enum u8 { a, x } k; enum u8 { b, c, x } m; u8 n; if (n == x) u8 y", "column 59:", "'x'")]
    [InlineData("enum u8 { a, x } k; enum u8 { b, c, x } m; @x u8 y", "column 45:", "'x'")]
    [InlineData("enum u8 { a, x } k; enum u8 { b, c, x } m; enum u8 { d = x } n", "column 58:", "'x'")]
    [InlineData("enum u8 { a, x } k; u8 x; if (k == x) u8 y", "column 36:", "'x'")]
    [InlineData("u8 f; if (f) enum u8 { a, x } k else enum u8 { x, a } k; if (k == x) u8 y", "column 67:", "'x'")]
    public void A_name_with_two_meanings_is_refused(string definition, string place, string about) => Fails(definition, place, about);

    [Theory]
    [InlineData("8080808080808080807F", long.MinValue)]
    [InlineData("FFFFFFFFFFFFFFFFFF00", long.MaxValue)]
    [InlineData("FFFFFFFFFFFFFFFFFF01", null)]
    [InlineData("8080808080808080807E", null)]
    [InlineData("80808080808080808002", null)]
    [InlineData("80808080808080808040", null)]
    [InlineData("808080808080808080807F", null)]
    public void Numbers_with_sign_of_more_than_64_bits_are_an_error(string bytes, long? expected)
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });
        map.Write(0, Convert.FromHexString(bytes));
        MappedStruct layout = MappedStruct.Parse("svarint a");
        if (expected is null)
        {
            Expect.Failure(MmapErrorKind.RecordInvalid, () => map.ReadStruct(0, layout));
        }
        else
        {
            Assert.Equal(expected, ((OrderedDictionary)map.ReadStruct(0, layout))["a"]);
        }
    }

    [Theory]
    [InlineData("enum char { a } k", "column 6:", "integers")]
    [InlineData("enum cstring { a } k", "column 6:", "integers")]
    [InlineData("enum f64 { a } k", "column 6:", "integers")]
    [InlineData("enum utf16be { a } k", "column 6:", "integers")]
    [InlineData("enum bool { a } k", "column 6:", "integers")]
    [InlineData("enum svarint { a } k", "column 6:", "integers")]
    [InlineData("enum kind : guid { a } k", "column 13:", "integers")]
    [InlineData("enum kind : u8 { a }; enum other : kind { b } k", "column 36:", "integers")]
    [InlineData("varintbe a", "column 1:", "varint")]
    [InlineData("enum varintle { a } k", "column 6:", "varint")]
    [InlineData("sleb128be a", "column 1:", "svarint")]
    [InlineData("charbe a", "column 1:", "char")]
    [InlineData("Latin1LE[4] a", "column 1:", "latin1")]
    [InlineData("boolbe a", "column 1:", "bool")]
    [InlineData("__le16be a", "column 1:", "u16")]
    [InlineData("struct charbe { u8 a } b", "column 8:", "'charbe'")]
    [InlineData("struct typedef { u8 a } b", "column 8:", "'typedef'")]
    [InlineData("struct If { u8 a } b", "column 8:", "'If'")]
    [InlineData("typedef struct { u8 a } enum;", "column 25:", "'enum'")]
    [InlineData("typedef struct { u8 a } flags;", "column 25:", "'flags'")]
    [InlineData("typedef struct { u8 a } unsigned;", "column 25:", "'unsigned'")]
    [InlineData("typedef struct { u8 a } A; typedef struct { u8 a } A;", "column 52:", "'A'")]
    public void Types_that_would_mean_nothing_or_something_else_are_refused(string definition, string place, string about) => Fails(definition, place, about);

    [Theory]
    [InlineData("u8be a:1, b:7", 1)]
    [InlineData("guidbe a; bool32be b; decimalle c; f16be d; i24be e; __be32 f; u_int16_tbe g", 47)]
    [InlineData("struct flags { u8 a }; flags b; struct flags c", 2)]
    public void Orders_and_names_that_mean_something_stay(string definition, int size) => Assert.Equal(size, MappedStruct.Parse(definition).Size);

    [Theory]
    [InlineData("u8 k; if (k == 1) u8 k2 else u8 z", "01 07", "k2")]
    [InlineData("u8 k; if (k == 1) u8 k2 else u8 z", "02 07", "z")]
    [InlineData("u8 k; if (k == 1) u8 k2\nelse\n  u8 z\nu8 e", "02 07 08", "z e")]
    [InlineData("u8 k; if (k == 1) u8 k2;\nelse if (k == 2) u8 z;\nelse u8 y; u8 e", "02 07 08", "z e")]
    [InlineData("u8 k; if (k == 1) \"A\" else \"B\" magic; u8 e", "02 42 07", "magic e")]
    [InlineData("u8 k; if (k == 1) @2 u8 a, b else pad[2] u8 e", "01 00 07 08", "a b", true)]
    [InlineData("u8 k; if (k == 1) u8 a:4, b:4 else u8 c = 7; u8 e", "02 07 08", "c e")]
    [InlineData("u8 k; if (k) if (k == 1) u8 a else u8 b else u8 c", "00 07", "c")]
    [InlineData("u8 k; if (k) if (k == 1) u8 a else u8 b else u8 c", "02 07", "b")]
    [InlineData("u8 k; if (k == 1) { u8 a } else enum u8 { x = 7 } b", "02 07", "b")]
    [InlineData("u8 k; if (k == 1) struct p { u8 a } q else u8 b", "01 07", "q")]
    [InlineData("u8 k; if (k == 1) u8 else else u8 if", "01 07", "else")]
    public void A_single_part_may_stand_before_else(string definition, string bytes, string names, bool isWrong = false)
    {
        if (isWrong)
        {
            Fails(definition, "column 42:", "'u8'");
            return;
        }

        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });
        map.Write(0, Convert.FromHexString(bytes.Replace(" ", string.Empty, StringComparison.Ordinal)));

        OrderedDictionary record = (OrderedDictionary)map.ReadStruct(0, MappedStruct.Parse(definition));

        Assert.Equal(names.Split(' '), record.Keys.Cast<string>().Where(key => key != "k" && !key.StartsWith("Record", StringComparison.Ordinal) && record[key] is not null));
    }

    [Theory]
    [InlineData("else u8 a", "column 1:", "'if'")]
    [InlineData("u8 k else u8 a", "column 6:", "'else'")]
    [InlineData("u8 k; if (k) { u8 a else u8 b }", "column 21:", "'else'")]
    [InlineData("u8 k; if (k) u8 a else u8 b else u8 c", "column 29:", "'if'")]
    [InlineData("u8 k; if (k) { u8 a } else u8 b else u8 c", "column 33:", "'if'")]
    public void An_else_without_if_is_refused(string definition, string place, string about) => Fails(definition, place, about);

    [Fact]
    public void A_chain_of_else_if_is_no_nesting()
    {
        MappedStruct layout = MappedStruct.Parse("u8 n; " + string.Concat(Enumerable.Range(0, 200).Select(static i => FormattableString.Invariant($"if (n == {i}) u8[{i + 1}] a else "))) + "u8[*] a");
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });
        foreach (byte n in (byte[])[0, 1, 150, 199])
        {
            map.Write(0, [n]);
            Assert.Equal(n + 1, ((byte[])((OrderedDictionary)map.ReadStruct(0, layout))["a"]!).Length);
        }

        map.Write(0, [200]);
        Assert.Equal(4095, ((byte[])((OrderedDictionary)map.ReadStruct(0, layout))["a"]!).Length);
        Fails("u8 n; " + string.Concat(Enumerable.Repeat("if (n) u8 a else ", 100_000)) + "u8 a", "column 4359:", "256");
    }

    [Fact]
    public void Each_calculation_may_have_all_its_operators()
    {
        string sum = string.Concat(Enumerable.Repeat(" + n", 150));
        Assert.Equal(3, MappedStruct.Parse("u8 n; u8[n" + sum + "] a; @(n" + sum + ") u8 b").Fields.Count);
        Fails("u8 n; @(n" + sum + sum + ") u8 b", "column 811:", "operators");
        Fails("u8 n; @(n + ) u8 b", "column 13:", "number");
        Fails("@(1 - 2) u8 a", "column 2:", "negative");
    }

    [Fact]
    public void The_definition_of_a_ready_layout_says_all_of_it()
    {
        IReadOnlyList<MappedStruct> all = MappedStruct.GetReady();
        Assert.All(all, static ready =>
        {
            MappedStruct pasted = MappedStruct.Parse(ready.Definition!);

            Assert.Equal((ready.Size, ready.Alignment), (pasted.Size, pasted.Alignment));
            Assert.Equal(Describe(ready.Fields, string.Empty), Describe(pasted.Fields, string.Empty));
        });
        Assert.Contains(all, static ready => ready.Fields.Any(static field => field.BigEndian));
    }

    private static IEnumerable<string> Describe(IReadOnlyList<MappedStructField> fields, string indent) =>
        fields.SelectMany(field => Describe(field.Fields, indent + "  ").Prepend(FormattableString.Invariant($"{indent}{field} {field.Size} {field.Count} {field.BigEndian}")));

    private static void Fails(string definition, string place, string about)
    {
        MmapException error = Expect.Failure(MmapErrorKind.InvalidArgument, () => MappedStruct.Parse(definition));
        Assert.Contains("at " + place, error.Message, StringComparison.Ordinal);
        Assert.Contains(about, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.RecommendedAction);
    }
}
