using System;
using System.Collections;
using System.Text;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What an encoding cannot hold is an error, never a question mark.</summary>
public sealed class TextLossTests : IDisposable
{
    private readonly MemoryMap _map = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 64 });

    public void Dispose() => _map.Dispose();

    [Theory]
    [InlineData("us-ascii", "Grüße")]
    [InlineData("iso-8859-1", "1 €")]
    public void A_text_that_the_encoding_lacks_is_not_written(string encoding, string text)
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, () => _map.WriteString(0, text, Encoding.GetEncoding(encoding)));
        Assert.Equal(new byte[64], _map.Read());
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    public void Half_of_a_pair_is_no_character(string encoding)
    {
        // As arguments of the test they would be replaced.
        foreach (string text in (string[])["half \uD83D", "\uDE00 half", "\uD83D\uD83D"])
        {
            Expect.Failure(MmapErrorKind.InvalidArgument, () => _map.WriteString(0, text, Encoding.GetEncoding(encoding)));
        }

        Assert.Equal(new byte[64], _map.Read());
    }

    [Fact]
    public void Code_pages_do_not_put_a_similar_character_in_its_place()
    {
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        Expect.Failure(MmapErrorKind.InvalidArgument, () => _map.WriteString(0, "\u0100", encoding));
        _map.WriteString(0, "€", encoding);
        Assert.Equal(0x80, _map.ReadByte(0));
    }

    [Fact]
    public void An_encoding_that_knows_no_fallback_is_checked_by_reading_back()
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, () => _map.WriteString(0, "aé", new LossyEncoding()));
        _map.WriteString(0, "ab", new LossyEncoding());
        Assert.Equal("ab"u8.ToArray(), _map.Read(0, 2));
    }

    [Theory]
    [InlineData("ascii[4] a", "é")]
    [InlineData("latin1[4] a", "€")]
    [InlineData("char[8] a", "\uFFFD")]
    public void A_text_field_takes_no_text_that_it_cannot_hold(string definition, string text)
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, () => _map.WriteStruct(0, MappedStruct.Parse(definition), new Hashtable { ["a"] = text }));
        Assert.Equal(new byte[64], _map.Read());
    }

    /// <summary>Writes a question mark whatever its fallback is.</summary>
    private sealed class LossyEncoding : Encoding
    {
        public override int GetByteCount(char[] chars, int index, int count) => count;

        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
        {
            for (int i = 0; i < charCount; i++)
            {
                bytes[byteIndex + i] = chars[charIndex + i] < 0x80 ? (byte)chars[charIndex + i] : (byte)'?';
            }

            return charCount;
        }

        public override int GetCharCount(byte[] bytes, int index, int count) => count;

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
        {
            for (int i = 0; i < byteCount; i++)
            {
                chars[charIndex + i] = (char)bytes[byteIndex + i];
            }

            return byteCount;
        }

        public override int GetMaxByteCount(int charCount) => charCount;

        public override int GetMaxCharCount(int byteCount) => byteCount;
    }
}
