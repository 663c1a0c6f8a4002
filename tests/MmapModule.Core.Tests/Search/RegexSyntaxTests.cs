using System;
using System.Linq;
using System.Text.RegularExpressions;
using MmapModule.Search;
using Xunit;

namespace MmapModule.Tests.Search;

/// <summary>What is read of an expression and written again means what it meant to .NET, as far as ASCII goes.</summary>
public sealed class RegexSyntaxTests
{
    [Theory]
    [InlineData("a{2}|b{2,}c{,2}d{1,3}?")]
    [InlineData("(?i)aB(?-i)aB(?i:a)B")]
    [InlineData("(?s).(?-s:.)(?m-s)^.$")]
    [InlineData("(?-m)^a|a$")]
    [InlineData("(?x) a\\ b [ #] c # comment\n+ d")]
    [InlineData("(a)(?<n>b)(?'q'c)\\1\\k<n>\\k'q'\\2")]
    [InlineData("(?<o>a)+(?<-o>b)+(?(o)(?!))c")]
    [InlineData("(?(?=a)ab|b)|(?(a)a|c)|(?(b)b)")]
    [InlineData("(?>a+)b|(?<!a)b|(?<=ab)c|a(?!b)")]
    [InlineData("[^]a-c\\-\\]\\\\x]|[a-c-[b]]|[-a]|[a\\-c]|[\\x41-\\x43]")]
    [InlineData("\\040\\x20\\t\\r\\v\\f\\n\\e\\a\\cA|\\.\\*\\/")]
    [InlineData("(?n)(a)(?<x>b)\\k<x>")]
    [InlineData("a*?b+?c??(?:ab)*(?#comment)")]
    [InlineData("\\bA|B\\b|\\Ba|\\AB|a\\z|b\\Z")]
    public void Written_expressions_find_what_the_original_finds(string expression)
    {
        Regex original = new(expression, RegexOptions.Multiline | RegexOptions.CultureInvariant);
        Regex written = new(RegexWriter.Write(RegexParser.Parse(expression, ignoreCase: false)), RegexOptions.CultureInvariant);
        int seed = Seed.Start;
        Random random = new(seed);
        const string letters = "aaabbbccABCd x-]\\[^.\n\t ";
        for (int i = 0; i < 300; i++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(30)).Select(_ => letters[random.Next(letters.Length)])]);

            Assert.True(
                original.Matches(text).Select(static match => (match.Index, match.Length)).SequenceEqual(written.Matches(text).Select(static match => (match.Index, match.Length))),
                FormattableString.Invariant($"seed {seed}: '{expression}' written as '{written}'"));
        }
    }
}
