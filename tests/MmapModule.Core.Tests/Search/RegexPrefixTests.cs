using System.Text;
using MmapModule.Search;
using Xunit;

namespace MmapModule.Tests.Search;

public sealed class RegexPrefixTests
{
    [Theory]
    [InlineData("ERROR [0-9]+", "ERROR ")]
    [InlineData("Mmap[A-Z][a-z]+Needle", "Mmap")]
    [InlineData("^From: ", "From: ")]
    [InlineData(@"\bint main\(", "int main(")]
    [InlineData(@"\x50\x4B\.\.", "PK..")]
    [InlineData("abc*d", "ab")]
    [InlineData("abc{2}d", "ab")]
    [InlineData("ab(c|d)", "ab")]
    [InlineData("ab[|(]c", "ab")]
    [InlineData("ab(?:c|d)|e", "")]
    [InlineData("ab|cd", "")]
    [InlineData("ab[(]|cd", "")]
    [InlineData("ab[]|(]|cd", "")]
    [InlineData("ab(?#|)c", "")]
    [InlineData("(?i)ab", "")]
    [InlineData("ab(?i)c", "")]
    [InlineData("a+b", "")]
    [InlineData(@"\w+ab", "")]
    [InlineData(@"\dab", "")]
    [InlineData("a", "")]
    [InlineData("", "")]
    public void Only_bytes_that_every_match_begins_with_are_a_prefix(string pattern, string expected) =>
        Assert.Equal(expected, Encoding.Latin1.GetString(RegexPrefix.Of(pattern)));
}
