using System;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The offset and the text of a dump are no bytes.</summary>
public sealed class HexDumpLineTests
{
    [Theory]
    [InlineData("00000020: dead beef")]
    [InlineData("00000000: 6162 6364                                abcd")]
    [InlineData("00000000  7f 45 4c 46 02 01 01 00  00 00 00 00 00 00 00 00  |.ELF............|")]
    [InlineData("00000000  7f 45 4c 46")]
    [InlineData("00000010\n00000000  7f 45")]
    [InlineData("0000000000000000 61 62 63 64")]
    [InlineData("000000 61 62 63")]
    [InlineData("000000 64636261 68676665")]
    [InlineData("0020:dead beef")]
    [InlineData("0100  B8 00 4C")]
    [InlineData("0x00000000  7f45 4c46")]
    [InlineData("0x400000:\t0x7f\t0x45")]
    [InlineData("  400000:\t7f 45 4c")]
    [InlineData(":0300300002337A1E")]
    [InlineData("AA: BB")]
    [InlineData("AA:")]
    [InlineData("6162 6364  abcd")]
    [InlineData("ab cd\n00000020: dead beef")]
    public void A_line_of_a_dump_is_refused(string text) => Expect.Failure(MmapErrorKind.InvalidArgument, () => HexPattern.Parse(text));

    [Theory]
    [InlineData("dead beef", "DE AD BE EF")]
    [InlineData("7f:45:4c", "7F 45 4C")]
    [InlineData("0x7F,0x45", "7F 45")]
    [InlineData("0x7F 0x45", "7F 45")]
    [InlineData("7F-45", "7F 45")]
    [InlineData("AA-BB:CC", "AA BB CC")]
    [InlineData("??:45", "?? 45")]
    [InlineData("deadbeefcafebabe", "DE AD BE EF CA FE BA BE")]
    [InlineData("DEADBEEF, 01, 02", "DE AD BE EF 01 02")]
    [InlineData("DEADBEEF CAFEBABE", "DE AD BE EF CA FE BA BE")]
    [InlineData("1F8B 08 00", "1F 8B 08 00")]
    [InlineData("616263 ?? 64", "61 62 63 ?? 64")]
    [InlineData("aa\n  bb\r\n\tcc", "AA BB CC")]
    [InlineData("61 62  64", "61 62 64")]
    public void Bytes_are_taken_as_they_are(string text, string expected) => Assert.Equal(expected, HexPattern.Parse(text).ToString());

    [Theory]
    [InlineData("\\x7f\\x45")]
    [InlineData("7F 4")]
    [InlineData("7F # comment")]
    [InlineData("7Fh")]
    public void What_is_no_hex_is_refused(string text) => Expect.Failure(MmapErrorKind.InvalidArgument, () => HexPattern.Parse(text));

    [Fact]
    public void An_error_shows_only_the_beginning_of_a_long_text()
    {
        MmapException error = Expect.Failure(MmapErrorKind.InvalidArgument, () => HexPattern.Parse(new string('z', 1_000_000)));
        Assert.True(error.Message.Length < 1000);
    }
}
