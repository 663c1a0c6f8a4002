using System;
using System.Text;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Reading and writing text.</summary>
public sealed class TextTests : IDisposable
{
    private const string Sample = "Grüße, €uro 𝄞 \0 end";
    private readonly MapSample _sample = new(SampleKind.File, new byte[500]);

    public void Dispose() => _sample.Dispose();

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("iso-8859-1")]
    [InlineData("us-ascii")]
    public void Text_is_written_and_read_in_any_encoding(string name)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        string text = name switch
        {
            "us-ascii" => "Gruesse, euro \0 end",
            "iso-8859-1" => "Grüße, euro \0 end",
            _ => Sample,
        };
        byte[] expected = encoding.GetBytes(text);
        _sample.Map.WriteString(33, text, encoding);

        Assert.Equal(expected, _sample.Map.Read(33, expected.Length));
        Assert.Equal(encoding.GetString(expected), _sample.Map.ReadString(33, expected.Length, encoding));
    }

    [Fact]
    public void The_default_is_utf_8_without_a_mark()
    {
        _sample.Map.WriteString(0, Sample);
        byte[] expected = new UTF8Encoding(false).GetBytes(Sample);

        Assert.Equal(expected, _sample.Map.Read(0, expected.Length));
        Assert.Equal(Sample, _sample.Map.ReadString(0, expected.Length));
        Assert.Empty(TextCodec.Default.GetPreamble());
    }

    [Fact]
    public void Text_that_does_not_fit_is_not_written_at_all()
    {
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => _sample.Map.WriteString(495, "sixsix"));
        Assert.Equal(new byte[500], _sample.Map.Read());
        _sample.Map.WriteString(494, "sixsix");
        Assert.Equal("sixsix", _sample.Map.ReadString(494));
    }

    [Fact]
    public void Nothing_else_is_touched()
    {
        _sample.Map.Write(0, Data.Filled(500, 0x2E));
        _sample.Map.WriteString(10, "ab");

        Assert.Equal(".ab.", _sample.Map.ReadString(9, 4));
        _sample.Map.WriteString(10, string.Empty);
        Assert.Equal(".ab.", _sample.Map.ReadString(9, 4));
    }

    [Fact]
    public void No_text_is_an_argument_error()
    {
        Assert.Throws<ArgumentNullException>(() => _sample.Map.WriteString(0, null!));
        Assert.Throws<ArgumentNullException>(() => _sample.Map.Write(0, (byte[])null!));
        Assert.Throws<ArgumentNullException>(() => _sample.Map.Search((byte[])null!));
        Assert.Throws<ArgumentNullException>(() => _sample.Map.Search((string)null!));
    }
}
