using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Hits at the borders of windows, pieces and pages.</summary>
public sealed class SearchBorderTests
{
    private const int Window = 256 * 1024;
    private const int Piece = 4 * 1024 * 1024;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(5000)]
    public void A_hit_on_any_border_is_found_once(int length)
    {
        byte[] wanted = Enumerable.Range(0, length).Select(i => (byte)(i % 200 + 1)).ToArray();
        using TempFile file = new((2L * Piece) + 12345);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        SearchPattern pattern = SearchPattern.FromBytes(wanted);
        foreach (long border in (long[])[0, Window, Piece, Piece + Window, 2L * Piece, map.Length])
        {
            foreach (int shift in (int[])[-length - 1, -length, -length + 1, -length / 2, -1, 0, 1, 31, 32, 33])
            {
                long place = border + shift;
                if (place < 0 || place + length > map.Length)
                {
                    continue;
                }

                map.Write(place, wanted);
                foreach (int threads in (int[])[1, 3])
                {
                    Assert.Equal([place], Find(map, pattern, new SearchOptions { ThreadCount = threads }));
                    Assert.Equal([place], Find(map, pattern, new SearchOptions { ThreadCount = threads, Reverse = true }));
                    Assert.Equal(1, map.CountMatches(pattern, new SearchOptions { ThreadCount = threads }));
                }

                map.Write(place, new byte[length]);
            }
        }
    }

    [Fact]
    public void A_run_longer_than_a_piece_is_counted_as_one_walk_would()
    {
        using TempFile file = new((2L * Piece) + 1001);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new());
        SearchPattern three = SearchPattern.FromBytes([0, 0, 0]);

        Assert.Equal(map.Length / 3, map.CountMatches(three));
        Assert.Equal(map.Length - 2, map.CountMatches(three, new SearchOptions { Overlapping = true }));
        Assert.Equal(map.Length, map.CountMatches(SearchPattern.FromBytes([0])));
    }

    [Fact]
    public void Hits_before_a_cut_are_delivered_before_the_error()
    {
        using TempFile file = new(3L * Piece);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Write(100, [1, 2, 3]);
        map.Write(Piece + 5000, [1, 2, 3]);
        file.SetLength(Piece + 6000);
        List<long> found = [];

        MmapException error = Assert.Throws<MmapException>(() =>
        {
            foreach (MappedMatch match in map.FindAll(SearchPattern.FromBytes([1, 2, 3])))
            {
                found.Add(match.Offset);
            }
        });

        Assert.Equal(MmapErrorKind.RegionTruncated, error.Kind);
        Assert.Equal([100, Piece + 5000], found);
    }

    [Fact]
    public void A_hit_beyond_4_GiB_is_found()
    {
        using TempFile file = new((4L << 30) + 100_000);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        long place = (4L << 30) + 4321;
        map.Write(place, "needle"u8.ToArray());

        Assert.Equal(place, map.Slice(place - 1_000_000).Search("needle"));
        Assert.Equal(place, map.FindAll(SearchPattern.FromRegex("n.{3}le"), new SearchOptions { Reverse = true }).First().Offset);
    }

    [Theory]
    [InlineData("01 02 03")]
    [InlineData("00 00 01")]
    [InlineData("01 00 00")]
    [InlineData("00 01 00")]
    [InlineData("?0 00 00")]
    public void Holes_are_passed_over_but_hits_at_their_edges_are_not(string hex)
    {
        using TempFile file = new(12L * Piece);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        foreach (long place in (long[])[0, Piece - 1, Piece + 4096, (2L * Piece) + 5000, (5L * Piece) - 1, (7L * Piece) + 8191, map.Length - 3])
        {
            map.Write(place, [1, 0, 0]);
        }

        map.Write(9L * Piece, [1, 2, 3]);
        byte[] content = map.Read(0, (int)map.Length);
        HexPattern wanted = HexPattern.Parse(hex);
        foreach (bool overlapping in (bool[])[false, true])
        {
            List<long> expected = [];
            for (int at = 0; at + 3 <= content.Length; at++)
            {
                if (wanted.Matches(content.AsSpan(at)))
                {
                    expected.Add(at);
                    at += overlapping ? 0 : 2;
                }
            }

            SearchOptions options = new() { Overlapping = overlapping };
            Assert.Equal(expected.Count, map.CountMatches(SearchPattern.FromHex(wanted), options));
            if (expected.Count < 100)
            {
                Assert.Equal(expected, Find(map, SearchPattern.FromHex(wanted), options));
            }
        }
    }

    [Fact]
    public void A_private_change_in_a_hole_is_found()
    {
        using TempFile file = new(8L * Piece);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = true });
        map.Write((3L * Piece) + 77, "needle"u8.ToArray());

        Assert.Equal([(3L * Piece) + 77], Find(map, SearchPattern.FromText("needle"), new()));
    }

    [Fact]
    public void A_hole_that_was_cut_off_or_may_not_be_read_is_an_error()
    {
        using TempFile file = new(8L * Piece);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Protect(MapProtection.None, 2L * Piece, 4096);
        Expect.Failure(MmapErrorKind.RegionProtected, () => map.CountMatches(SearchPattern.FromText("needle")));

        map.Protect(MapProtection.Read, 2L * Piece, 4096);
        file.SetLength(5L * Piece);
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.CountMatches(SearchPattern.FromText("needle")));
    }

    [Fact]
    public void Memory_that_cannot_fault_is_searched_like_a_file()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = (2L * Piece) + 4096 });
        foreach (long place in (long[])[0, Window - 3, Piece - 1, map.Length - 6])
        {
            map.Write(place, "needle"u8.ToArray());
        }

        Assert.Equal([0, Window - 3, Piece - 1, map.Length - 6], Find(map, SearchPattern.FromText("needle"), new()));
        Assert.Equal(4, map.CountMatches(SearchPattern.FromText("ne")));
        map.Protect(MapProtection.None, Piece + 4096, 4096);
        Expect.Failure(MmapErrorKind.RegionProtected, () => map.CountMatches(SearchPattern.FromText("needle")));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("größe")]
    public void A_wrong_expression_is_refused(string expression) =>
        Expect.Failure(MmapErrorKind.InvalidArgument, () => SearchPattern.FromRegex(expression));

    [Fact]
    public void Nothing_to_search_for_is_refused()
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, () => SearchPattern.FromBytes([]));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => SearchPattern.FromText(string.Empty));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => SearchPattern.FromText(string.Empty, ignoreCase: true));
        using MapSample sample = new(SampleKind.File, [1]);
        Expect.Failure(MmapErrorKind.InvalidArgument, () => sample.Map.CountMatches(SearchPattern.FromBytes([1]), new SearchOptions { Alignment = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => sample.Map.CountMatches(SearchPattern.FromBytes([1]), new SearchOptions { ThreadCount = 0 }));
    }

    private static long[] Find(MemoryMap map, SearchPattern pattern, SearchOptions options) =>
        [.. map.FindAll(pattern, options).Select(static match => match.Offset)];
}
