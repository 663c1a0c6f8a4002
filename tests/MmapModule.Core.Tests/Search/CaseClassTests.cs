using System.Linq;
using System.Text;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>Upper and lower case in regular expressions over bytes.</summary>
public sealed class CaseClassTests
{
    [Theory]
    [InlineData("ΟΔΟΣ", "οδος")]
    [InlineData("ΟΔΟΣ", "οδοσ")]
    [InlineData("οδος", "οδοσ")]
    [InlineData("µ", "μ")]
    [InlineData("Μ", "µ")]
    [InlineData("θ", "ϑ")]
    [InlineData("в", "\u1C80")]
    [InlineData("ǆ", "ǅ")]
    [InlineData("ǅ", "Ǆ")]
    [InlineData("ſ", "s")]
    [InlineData("S", "ſ")]
    [InlineData("k", "\u212A")]
    [InlineData("ß", "ẞ")]
    [InlineData("Å", "\u212B")]
    [InlineData("task", "TAſ\u212A")]
    [OnlyOn("Linux", "compares with the ICU of Linux")]
    public void Characters_that_differ_in_case_only_are_found_from_both_sides(string one, string other)
    {
        foreach (Encoding encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.UTF32])
        {
            foreach ((string wanted, string text) in ((string, string)[])[(one, other), (other, one), (one, one)])
            {
                using MapSample sample = new(SampleKind.File, encoding.GetBytes("-" + text + "-"));
                foreach (bool reverse in (bool[])[false, true])
                {
                    MappedMatch hit = sample.Map.FindAll(SearchPattern.FromText(wanted, encoding, ignoreCase: true), new SearchOptions { Reverse = reverse }).Single();

                    Assert.Equal((encoding.GetByteCount("-"), encoding.GetByteCount(text)), (hit.Offset, hit.Length));
                }
            }
        }
    }

    [Theory]
    [InlineData("i", "ı")]
    [InlineData("i", "İ")]
    [InlineData("ß", "ss")]
    [InlineData("e", "é")]
    public void Characters_that_are_not_the_same_letter_are_not_found(string wanted, string text)
    {
        using MapSample sample = new(SampleKind.File, Encoding.UTF8.GetBytes(text));

        Assert.Equal(0, sample.Map.CountMatches(SearchPattern.FromText(wanted, ignoreCase: true)));
    }

    [Fact]
    public void A_hit_at_another_place_does_not_hide_an_aligned_one()
    {
        using MapSample sample = new(SampleKind.File, Encoding.UTF8.GetBytes("--яяяяяя"));
        SearchPattern pattern = SearchPattern.FromText("яяя", ignoreCase: true);

        Assert.Equal([4L], sample.Map.FindAll(pattern, new SearchOptions { Alignment = 4 }).Select(static hit => hit.Offset));
        Assert.Equal([8L], sample.Map.FindAll(pattern, new SearchOptions { Alignment = 4, Reverse = true }).Select(static hit => hit.Offset));
        Assert.Equal([4L, 8L], sample.Map.FindAll(pattern, new SearchOptions { Alignment = 4, Overlapping = true }).Select(static hit => hit.Offset));
    }
}
