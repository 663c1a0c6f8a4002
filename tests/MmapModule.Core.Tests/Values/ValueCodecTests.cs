using System;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Bytes of values, in both byte orders.</summary>
public sealed class ValueCodecTests
{
    [Fact]
    public void Every_type_is_decoded_from_what_it_was_encoded_to_in_both_byte_orders()
    {
        foreach (MappedValueType type in Enum.GetValues<MappedValueType>())
        {
            if (type == MappedValueType.Decimal)
            {
                continue;
            }

            int size = ValueCodec.SizeOf(type);
            Law.Holds(Gen.Choose(0, int.MaxValue).Zip(Gen.Elements(true, false)), value =>
            {
                byte[] bytes = Data.Random(size, value.Item1);
                object decoded = ValueCodec.Decode(bytes, type, value.Item2);
                byte[] encoded = new byte[16];

                Assert.Equal(ValueCodec.TypeOf(type), decoded.GetType());
                Assert.Equal(size, ValueCodec.Encode(decoded, value.Item2, encoded));
                Assert.Equal(bytes, encoded[..size]);
            }, times: 50);
        }
    }

    [Fact]
    public void The_byte_order_is_the_one_that_was_asked_for()
    {
        byte[] bytes = [0x01, 0x02, 0x03, 0x04];

        Assert.Equal(0x04030201, ValueCodec.Decode(bytes, MappedValueType.Int32, bigEndian: false));
        Assert.Equal(0x01020304, ValueCodec.Decode(bytes, MappedValueType.Int32, bigEndian: true));
        Assert.Equal((ushort)0x0102, ValueCodec.Decode(bytes.AsSpan(0, 2), MappedValueType.UInt16, bigEndian: true));
        Assert.Equal('\u0102', ValueCodec.Decode(bytes.AsSpan(0, 2), MappedValueType.Char, bigEndian: true));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1.50")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-0.0000000000000000000000000001")]
    public void Decimals_keep_value_and_scale(string text)
    {
        decimal value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        foreach (bool bigEndian in new[] { false, true })
        {
            byte[] bytes = new byte[16];
            Assert.Equal(16, ValueCodec.Encode(value, bigEndian, bytes));
            decimal back = (decimal)ValueCodec.Decode(bytes, MappedValueType.Decimal, bigEndian);
            Assert.Equal(decimal.GetBits(value), decimal.GetBits(back));
        }
    }

    [Fact]
    public void Bytes_that_are_no_decimal_are_an_error()
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => ValueCodec.Decode(Data.Filled(16, 0xFF), MappedValueType.Decimal, false));
    }

    [Fact]
    public void Guids_follow_windows_or_the_rfc()
    {
        Guid guid = new("00112233-4455-6677-8899-aabbccddeeff");
        byte[] little = new byte[16];
        byte[] big = new byte[16];
        Assert.Equal((16, 16), (ValueCodec.Encode(guid, false, little), ValueCodec.Encode(guid, true, big)));

        Assert.Equal("33221100554477668899AABBCCDDEEFF", Convert.ToHexString(little));
        Assert.Equal("00112233445566778899AABBCCDDEEFF", Convert.ToHexString(big));
    }

    [Fact]
    public void Other_types_are_not_encoded()
    {
        Assert.Equal(0, ValueCodec.Encode("text", false, new byte[16]));
        Assert.Equal(0, ValueCodec.Encode(DateTime.Now, false, new byte[16]));
        Assert.Throws<ArgumentNullException>(static () => ValueCodec.Encode(null!, false, new byte[16]));
        Assert.Throws<ArgumentOutOfRangeException>(static () => ValueCodec.SizeOf((MappedValueType)99));
        Assert.Throws<ArgumentOutOfRangeException>(static () => ValueCodec.TypeOf((MappedValueType)99));
    }
}
