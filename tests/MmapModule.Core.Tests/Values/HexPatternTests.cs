using System;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Bytes in hex, with open ones.</summary>
public sealed class HexPatternTests
{
    [Theory]
    [InlineData("AA ?? 0F", "AA ?? 0F")]
    [InlineData("aa??0f", "AA ?? 0F")]
    [InlineData("0xAA, 0x0F", "AA 0F")]
    [InlineData("AA:BB-CC\tDD\r\nEE", "AA BB CC DD EE")]
    [InlineData("4? ?5", "4? ?5")]
    [InlineData("0x0102", "01 02")]
    public void Hex_text_is_read_in_the_usual_forms(string text, string expected)
    {
        Assert.Equal(expected, HexPattern.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("A")]
    [InlineData("AA B")]
    [InlineData("0x")]
    [InlineData("GG")]
    [InlineData("A*")]
    [InlineData("٣٣")]
    public void Anything_else_is_InvalidArgument(string text)
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, () => HexPattern.Parse(text));
    }

    [Fact]
    public void No_text_is_an_argument_error()
    {
        Assert.Throws<ArgumentNullException>(static () => HexPattern.Parse(null!));
    }

    [Fact]
    public void A_pattern_matches_bytes_that_have_all_its_known_bits()
    {
        HexPattern pattern = HexPattern.Parse("4? ?? 0F");

        Assert.True(pattern.Matches([0x41, 0x99, 0x0F]));
        Assert.True(pattern.Matches([0x4F, 0x00, 0x0F, 0xFF]));
        Assert.False(pattern.Matches([0x51, 0x99, 0x0F]));
        Assert.False(pattern.Matches([0x41, 0x99, 0x1F]));
        Assert.False(pattern.Matches([0x41, 0x99]));
        Assert.False(pattern.IsExact);
        Assert.True(HexPattern.Parse("00 FF").IsExact);
    }

    [Fact]
    public void Any_pattern_can_be_written_as_text_and_read_back()
    {
        Law.Holds(Patterns(), static text =>
        {
            HexPattern pattern = HexPattern.Parse(text);
            HexPattern again = HexPattern.Parse(pattern.ToString());
            Assert.Equal(text, pattern.ToString());
            Assert.Equal(pattern.Bits.ToArray(), again.Bits.ToArray());
            Assert.Equal(pattern.Mask.ToArray(), again.Mask.ToArray());
        });
    }

    [Fact]
    public void Writing_a_pattern_makes_it_match_and_changes_no_open_bit()
    {
        byte[] content = Data.Random(300);
        using MapSample sample = new(SampleKind.File, content);
        Law.Holds(Patterns().Zip(Gen.Choose(0, 280)).Where(static pair => pair.Item1.Length < 60), pair =>
        {
            HexPattern pattern = HexPattern.Parse(pair.Item1);
            sample.Map.Write(pair.Item2, pattern);
            pattern.ApplyTo(content.AsSpan(pair.Item2));

            Assert.Equal(content, sample.Map.Read());
            Assert.True(pattern.Matches(content.AsSpan(pair.Item2)));
        });
    }

    [Fact]
    public void A_pattern_that_does_not_fit_writes_nothing()
    {
        using MapSample sample = new(SampleKind.File, new byte[10]);
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => sample.Map.Write(8, HexPattern.Parse("FF FF ??")));
        Assert.Equal(new byte[10], sample.Map.Read());
        Assert.Throws<ArgumentNullException>(() => sample.Map.Write(0, (HexPattern)null!));
    }

    [Fact]
    public void Known_bytes_make_an_exact_pattern_of_their_own()
    {
        byte[] bytes = [1, 2, 0xFF];
        HexPattern pattern = HexPattern.FromBytes(bytes);
        bytes[0] = 9;

        Assert.Equal("01 02 FF", pattern.ToString());
        Assert.Equal((3, true), (pattern.Length, pattern.IsExact));
    }

    [Fact]
    public void A_pattern_of_open_bytes_does_not_hide_that_the_map_is_gone()
    {
        using MapSample sample = new(SampleKind.File, new byte[10]);
        sample.Map.Dispose();

        Expect.Failure(MmapErrorKind.MapDisposed, () => sample.Map.Write(0, HexPattern.Parse("?? ??")));
    }

    private static Gen<string> Patterns() => Gen.Elements('0', '7', 'A', 'F', '?').Two()
        .Select(static pair => string.Concat(pair.Item1, pair.Item2)).NonEmptyListOf().Select(static parts => string.Join(' ', parts));
}
