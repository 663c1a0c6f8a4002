using System;
using System.Collections.Specialized;
using System.Linq;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What a record may ask for, and what it cannot change.</summary>
public sealed class RecordLimitTests
{
    [Theory]
    [InlineData("u8 k; if (k == 1) { u8 v } else { u8 v } if (v == 1) { u8 v } else { u8 w }", new byte[] { 1, 1, 0, 9 }, "1,0,,0,3")]
    [InlineData("u8 k; if (k) { u8 v } else { u8 v } if (v) { if (k) u8 v; u8 w }", new byte[] { 1, 1, 0, 9 }, "1,0,9,0,4")]
    public void A_part_cannot_change_whether_it_is_there(string definition, byte[] bytes, string expected)
    {
        using MemoryMap map = MapOf(bytes);
        OrderedDictionary record = (OrderedDictionary)map.ReadStruct(0, MappedStruct.Parse(definition));
        Assert.Equal(expected, string.Join(',', record.Values.Cast<object?>()));
    }

    [Theory]
    [InlineData("u8 a; if (1 + a) enum u8 { P, Q } x; if (1 + a) u8 x; u8[x] y", "y", 2)]
    [InlineData("u8 a; struct P { u8 v }; if (1 + a) P x; if (2 + a) P x; u8[x.v] y", "y", 2)]
    public void What_comes_last_under_a_name_is_what_counts(string definition, string name, int expected)
    {
        using MemoryMap map = MapOf([0, 1, 2, 3, 4, 5, 6, 7]);
        Assert.Equal(expected, ((byte[])((OrderedDictionary)map.ReadStruct(0, MappedStruct.Parse(definition)))[name]!).Length);
    }

    [Fact]
    public void Bits_without_a_name_follow_from_what_they_are_calculated_from()
    {
        using MemoryMap map = MapOf([0xFF, 0xFF]);
        MappedStruct layout = MappedStruct.Parse("u8 n; u8 :4 = n, a:4");
        map.WriteStruct(0, layout, new OrderedDictionary { ["n"] = 5, ["a"] = 2 });

        Assert.Equal([0x05, 0x25], map.Read(0, 2));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.WriteStruct(0, layout, new OrderedDictionary { ["n"] = 16, ["a"] = 2 }));
        Assert.Equal([0x05, 0x25], map.Read(0, 2));
    }

    [Theory]
    [InlineData("u8 k; if (k) { { u8 a; u8 b } p } else { { u8 b; u8 a } p } u8[p.a] x")]
    [InlineData("u8 k; if (k) { { u8 a } p } else { u8 p } u8[p] x")]
    public void A_name_that_may_be_one_of_two_structures_is_not_guessed(string definition) =>
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MappedStruct.Parse(definition));

    [Theory]
    [InlineData("{ u8 a }[*] x", 8 << 20)]
    [InlineData("enum u8 { a = 1 }[*] x", 48 << 20)]
    [InlineData("u16 a:4, b; { u16 c:4, d:4 }[*] x", 8 << 20)]
    public void What_would_take_too_much_is_refused_before_memory_is_taken(string definition, int size)
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = size });
        MappedStruct layout = MappedStruct.Parse(definition);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Expect.Failure(MmapErrorKind.RecordInvalid, () => map.ReadStruct(0, layout));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Structures_in_structures_are_added_up_once()
    {
        using MemoryMap map = MapOf(new byte[64]);
        string types = "struct t0 { u8 n; u8[n] d }; " + string.Join("; ", Enumerable.Range(1, 30).Select(static i => $"struct t{i} {{ t{i - 1} a; t{i - 1} b }}"));

        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.Slice(0, 64).ReadStruct(0, MappedStruct.Parse(types + "; t30[*] all")));
    }

    [Fact]
    public void A_small_record_reads_little()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 1 << 20 });
        MappedStruct layout = MappedStruct.Parse("u8 n; u8[n] a; cstring s; varint v");
        map.ReadStruct(0, layout);

        long before = GC.GetAllocatedBytesForCurrentThread();
        map.ReadStruct(5000, layout);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024);
    }

    [Theory]
    [InlineData("u8 n; { u8 m; u8[m] a }[1000] x", 3)]
    [InlineData("u8 n; { u8 a }[n + 200000] x", 64 * 1024)]
    public void A_long_record_hears_that_it_is_canceled(string definition, int most)
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 1 << 20 });
        using CancellationTokenSource source = new();
        int made = 0;

        Assert.Throws<OperationCanceledException>(() => MappedStruct.Parse(definition).Walk(map, new MapRange(0, 1 << 20), 1, Count, source.Token).Count());
        Assert.InRange(made, 1, most);

        object Count(MappedStruct layout, object[] values)
        {
            made++;
            source.Cancel();
            return string.Empty;
        }
    }

    [Theory]
    [InlineData("cstring s", "s")]
    [InlineData("utf8[] s", "s")]
    [InlineData("varint s", "7")]
    public void What_follows_the_last_byte_of_a_part_need_not_be_readable(string definition, string expected)
    {
        byte[] last = expected == "s" ? [(byte)'s', 0] : [0x87, 0];
        using MapSample sample = new(SampleKind.PrivateAnonymous, [.. new byte[4094], .. last, .. new byte[4096]]);
        sample.Map.Protect(MapProtection.None, 4096, 4096);
        MappedStruct layout = MappedStruct.Parse(definition);

        Assert.Equal(expected, Convert.ToString(((OrderedDictionary)sample.Map.ReadStruct(4094, layout))["s"], System.Globalization.CultureInfo.InvariantCulture));
        sample.Map.Write(4095, [0x81]);
        Expect.Failure(MmapErrorKind.RegionProtected, () => sample.Map.ReadStruct(4094, layout));
    }

    private static MemoryMap MapOf(byte[] bytes)
    {
        MemoryMap map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 4096 });
        map.Write(0, bytes);
        return map;
    }
}
