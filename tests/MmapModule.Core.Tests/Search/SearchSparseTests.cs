using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>Holes are skipped in both directions and by all patterns that need not look at them; else these tests take minutes.</summary>
public sealed class SearchSparseTests
{
    private const long Size = 8L << 30;
    private const long Place = (5L << 30) + 4095;

    [Theory]
    [InlineData("needle", false)]
    [InlineData("[^\\x00]+", true)]
    [InlineData("ne+dle.{0,3}!", true)]
    [InlineData("n.*!", true)]
    [InlineData("(?<=\\x00)needle!", true)]
    [InlineData("(?<![a-z]{2})ne(?>e)dle!", true)]
    [InlineData("\\w+!", true)]
    public void A_hit_between_holes_is_found_without_reading_them(string wanted, bool isRegex)
    {
        Needs.Holes();
        using TempFile file = new(Size);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Write(Place, "needle!"u8.ToArray());
        SearchPattern pattern = isRegex ? SearchPattern.FromRegex(wanted) : SearchPattern.FromText(wanted);
        foreach (SearchOptions options in (SearchOptions[])[new(), new() { Reverse = true }, new() { Reverse = true, Overlapping = !isRegex }])
        {
            Assert.Equal([Place], map.FindAll(pattern, options).Select(static hit => hit.Offset));
        }
    }

    [Theory]
    [InlineData("needle@x")]
    [InlineData("[a-z]+@x")]
    [InlineData("ne.*@x")]
    [InlineData("[^\\x00]+@x")]
    [InlineData("(?s)needle.{3,90}@")]
    [InlineData("(?m)^q+")]
    [InlineData("q\\b.")]
    [InlineData("(e)\\1dle@x")]
    public void Holes_between_many_islands_of_data_do_not_get_into_the_cache(string wanted)
    {
        const int Islands = 32;
        const long Apart = 32L << 20;
        foreach (bool reverse in (bool[])[false, true])
        {
            foreach (int threads in (int[])[1, 2])
            {
                using TempFile file = new(Islands * Apart);
                for (int i = 0; i < Islands; i++)
                {
                    file.Overwrite((i * Apart) + (i * 64 * 1024) + 4090, "needle needle"u8.ToArray());
                }

                using MemoryMap map = MemoryMap.OpenFile(file.Path);

                Assert.Equal(0, map.CountMatches(SearchPattern.FromRegex(wanted), new() { Reverse = reverse, ThreadCount = threads }));

                // .NET's expressions get so many bytes at a time; the automata read the islands only.
                Assert.InRange(CacheState.FinCore(file.Path), 0, Islands * 512L * 1024);
            }
        }
    }

    [Theory]
    [InlineData("ne+dle.{0,3}!", false)]
    [InlineData("ne+dle.{0,3}!", true)]
    [InlineData("(?<=\\x00)needle!", false)]
    [InlineData("(?<=\\x00)needle!", true)]
    [OnlyOn("Linux", "reads /proc")]
    public void Behind_data_the_search_comes_back_to_skipping_holes(string wanted, bool reverse)
    {
        const long Whole = 1L << 30;
        using TempFile file = new(Whole);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        long[] places = [4095, Whole / 2, Whole - 8];
        foreach (long place in places)
        {
            map.Write(place, "needle!"u8.ToArray());
        }

        long before = BytesReadByThisThread();
        Assert.Equal(
            reverse ? places.Reverse() : places,
            map.FindAll(SearchPattern.FromRegex(wanted), new() { Reverse = reverse, ThreadCount = 1 }).Select(static hit => hit.Offset));

        Assert.InRange(BytesReadByThisThread() - before, 0, Whole / 64);
    }

    private static long BytesReadByThisThread() =>
        long.Parse(File.ReadLines("/proc/thread-self/io").First().Split(' ')[1], CultureInfo.InvariantCulture);
}
