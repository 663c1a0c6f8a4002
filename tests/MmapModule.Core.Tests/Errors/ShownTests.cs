using Xunit;

namespace MmapModule.Core.Tests;

/// <summary>Names may hold anything, and reach the terminal only as text.</summary>
public sealed class ShownTests
{
    [Theory]
    [InlineData("plain/näme [1] *", "plain/näme [1] *")]
    [InlineData("\u001B[31mred\u001B[0m", "\\e[31mred\\e[0m")]
    [InlineData("a\nb\r\tc\u0007\b\v\fd", "a\\nb\\r\\tc\\a\\b\\v\\fd")]
    [InlineData("\u0001\u007F\u009B2J", "\\x01\\x7F\\x9B2J")]
    [InlineData("invoice\u202Efdp.exe", "invoice\\u202Efdp.exe")]
    [InlineData("\u2066\u2069\u200B\u2028\uFEFF\u061C", "\\u2066\\u2069\\u200B\\u2028\\uFEFF\\u061C")]
    [InlineData("", "")]
    public void Control_characters_are_written_as_text(string name, string shown) => Assert.Equal(shown, Shown.Name(name));

    [Fact]
    public void A_harmless_text_is_not_copied()
    {
        const string text = "C:\\a\\nothing 🙂";

        Assert.Same(text, Shown.Name(text));
    }

    [Fact]
    public void Every_error_is_harmless()
    {
        MmapException error = MapErrors.Invalid("a\u001Bb", "c\u009Bd", "e\u001Bf");

        Assert.Equal("a\\eb", error.Message);
        Assert.Equal("c\\x9Bd", error.RecommendedAction);
        Assert.Equal("e\u001Bf", error.Path);
    }
}
