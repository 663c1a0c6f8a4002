using System.Linq;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>Holes are skipped in both directions and by all patterns that need not look at them; else these tests take minutes.</summary>
public sealed class SearchSparseTests
{
    private const long Size = 16L << 30;
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
        using TempFile file = new(Size);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Write(Place, "needle!"u8.ToArray());
        SearchPattern pattern = isRegex ? SearchPattern.FromRegex(wanted) : SearchPattern.FromText(wanted);
        foreach (SearchOptions options in (SearchOptions[])[new(), new() { Reverse = true }, new() { Reverse = true, Overlapping = !isRegex }])
        {
            Assert.Equal([Place], map.FindAll(pattern, options).Select(static hit => hit.Offset));
        }
    }
}
