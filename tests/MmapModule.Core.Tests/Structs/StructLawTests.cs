using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Laws over random layouts, compared with a plain reference.</summary>
public sealed class StructLawTests
{
    private static readonly (string Name, int Size)[] s_types =
    [
        ("u8", 1), ("i8", 1), ("u16", 2), ("i16be", 2), ("u32", 4), ("i32le", 4), ("u64be", 8), ("i64", 8), ("guid", 16), ("guidbe", 16),
    ];

    [Fact]
    public void Layouts_are_those_of_a_plain_reference() =>
        Law.Holds(Items().Zip(Gen.Elements(1, 2, 4, 8, 16)), static value =>
        {
            (Item[] items, int pack) = value;
            MappedStruct layout = MappedStruct.Parse(Write(items), new MappedStructOptions { Pack = pack });
            (int size, int alignment, int[] offsets) = Reference(items, pack);
            Assert.Equal(offsets, layout.Fields.Select(static field => field.Offset));
            Assert.Equal(size, layout.Size);
            Assert.Equal(alignment, layout.Alignment);
        });

    [Fact]
    public void What_is_read_can_be_written_and_gives_the_same_bytes() =>
        Law.Holds(Items().Zip(Gen.Choose(0, int.MaxValue)), static value =>
        {
            (Item[] items, int seed) = value;
            MappedStruct layout = MappedStruct.Parse(Write(items));
            using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 2L * layout.Size });
            byte[] bytes = new byte[layout.Size];
            new Random(seed).NextBytes(bytes);
            map.Write(0, bytes);
            map.WriteStruct(layout.Size, layout, map.ReadStruct(0, layout));
            Assert.Equal(bytes, map.Read(layout.Size));
        });

    [Fact]
    public void Numbers_are_read_as_by_hand() =>
        Law.Holds(Gen.Choose(0, int.MaxValue).Zip(Gen.Elements("u16", "u16be", "i32", "i32be", "u64", "u64be")), static value =>
        {
            (int seed, string type) = value;
            MappedStruct layout = MappedStruct.Parse("pad[3]; " + type + " n; pad[2]");
            using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = layout.Size });
            byte[] bytes = new byte[layout.Size];
            new Random(seed).NextBytes(bytes);
            map.Write(0, bytes);
            IEnumerable<byte> number = bytes.Skip(3).SkipLast(2);
            ulong expected = (type.EndsWith("be", StringComparison.Ordinal) ? number : number.Reverse()).Aggregate(0UL, static (sum, next) => (sum << 8) | next);
            object found = ((IDictionary)map.ReadStruct(0, layout))["n"]!;
            Assert.Equal(expected, found is int signed ? (uint)signed : Convert.ToUInt64(found, null));
        });

    [Fact]
    public void The_parser_says_what_is_wrong_and_never_fails_otherwise()
    {
        Gen<string> parts = Gen.Elements(
            "u8", "u32be", "x", "y", " ", "\n", ";", "{", "}", "[", "]", "4", "0x10", "@", ",", "struct", "pad", "align", "char", "99999999999999999999", "//", "/*", "*/", "#", "\0", "é", "-", "utf16",
            "enum", "flags", "if", "else", "(", ")", "=", ":", "==", "&&", "+", "\"PK\"", "typedef", "cstring", "varint", "[*]", "[]", "unsigned", ".");
        Law.Holds(parts.ArrayOf(), static words => Survives(string.Concat(words)), 5000);
        Law.Holds(parts.ArrayOf(), static words => Survives(string.Join(' ', words)), 5000);
        Law.Holds(ArbMap.Default.GeneratorFor<string>().Where(static text => text is not null), Survives, 2000);
    }

    private static void Survives(string text)
    {
        Exception? error = Record.Exception(() => MappedStruct.Parse(text));
        Assert.True(error is null or MmapException { Kind: MmapErrorKind.InvalidArgument }, text + ": " + error);
    }

    private static Gen<Item[]> Items()
    {
        Gen<Item> plain = Gen.Elements(s_types).Zip(Gen.Choose(0, 5)).Select(static pair => new Item(pair.Item1.Name, pair.Item1.Size, pair.Item2, null));
        Gen<Item> nested = plain.NonEmptyListOf().Zip(Gen.Choose(0, 3)).Select(static pair => new Item("struct", 0, pair.Item2, pair.Item1.ToArray()));
        return Gen.Frequency((4, plain), (1, nested)).NonEmptyListOf().Select(static items => items.ToArray());
    }

    private static string Write(Item[] items) => string.Join("; ", items.Select(static (item, index) =>
        (item.Inner is null ? item.Type : "{ " + Write(item.Inner) + " }") + (item.Count == 0 ? string.Empty : "[" + item.Count + "]") + " f" + index));

    private static (int Size, int Alignment, int[] Offsets) Reference(Item[] items, int pack)
    {
        List<int> offsets = [];
        int position = 0;
        int largest = 1;
        foreach (Item item in items)
        {
            (int size, int alignment, _) = item.Inner is null ? (item.Size, item.Type.StartsWith("guid", StringComparison.Ordinal) ? 4 : item.Size, []) : Reference(item.Inner, pack);
            alignment = Math.Min(alignment, pack);
            while (position % alignment != 0)
            {
                position++;
            }

            offsets.Add(position);
            position += size * Math.Max(1, item.Count);
            largest = Math.Max(largest, alignment);
        }

        while (position % largest != 0)
        {
            position++;
        }

        return (position, largest, [.. offsets]);
    }

    private sealed record Item(string Type, int Size, int Count, Item[]? Inner);
}
