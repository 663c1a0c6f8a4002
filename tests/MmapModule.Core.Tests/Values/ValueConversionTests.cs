using System;
using System.Globalization;
using System.Numerics;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A value becomes another type without a loss, or not at all.</summary>
public sealed class ValueConversionTests
{
    [Theory]
    [InlineData(300, typeof(short), (short)300)]
    [InlineData(3.0, typeof(int), 3)]
    [InlineData("42", typeof(uint), 42u)]
    [InlineData(" -7 ", typeof(sbyte), (sbyte)-7)]
    [InlineData("0xFF", typeof(byte), (byte)255)]
    [InlineData("1e3", typeof(int), 1000)]
    [InlineData("4KB", typeof(int), 4096)]
    [InlineData('A', typeof(int), 65)]
    [InlineData("A", typeof(char), 'A')]
    [InlineData(65, typeof(char), 'A')]
    [InlineData(true, typeof(int), 1)]
    [InlineData(DayOfWeek.Friday, typeof(byte), (byte)5)]
    [InlineData(double.PositiveInfinity, typeof(float), float.PositiveInfinity)]
    [InlineData("NaN", typeof(double), double.NaN)]
    [InlineData("-Infinity", typeof(float), float.NegativeInfinity)]
    [InlineData(0.1, typeof(float), 0.1f)]
    [InlineData("0.1", typeof(float), 0.1f)]
    [InlineData(16777217, typeof(float), 16777216f)]
    [InlineData("False", typeof(bool), false)]
    [InlineData("true", typeof(bool), true)]
    [InlineData("0", typeof(bool), false)]
    [InlineData(1, typeof(bool), true)]
    [InlineData(2.5, typeof(string), "2.5")]
    [InlineData('x', typeof(string), "x")]
    [InlineData("", typeof(string), "")]
    public void What_can_be_held_is_converted(object value, Type target, object expected)
    {
        Assert.True(ValueConversion.TryConvert(value, target, out object? result, out bool isTooLarge));
        Assert.Equal(expected, result);
        Assert.False(isTooLarge);
    }

    [Theory]
    [InlineData(null, typeof(int))]
    [InlineData("", typeof(int))]
    [InlineData(" ", typeof(double))]
    [InlineData("", typeof(bool))]
    [InlineData("", typeof(char))]
    [InlineData("ab", typeof(char))]
    [InlineData(1.5, typeof(int))]
    [InlineData("1.5", typeof(int))]
    [InlineData("1,5", typeof(double))]
    [InlineData("1,000", typeof(int))]
    [InlineData("1,000", typeof(decimal))]
    [InlineData(double.NaN, typeof(int))]
    [InlineData(double.NaN, typeof(decimal))]
    [InlineData("yes", typeof(bool))]
    [InlineData(2, typeof(bool))]
    [InlineData("5bananas", typeof(int))]
    [InlineData(new[] { 'a' }, typeof(int))]
    [InlineData(new[] { 1, 2 }, typeof(string))]
    [InlineData("not a guid", typeof(Guid))]
    public void What_would_be_something_else_is_not_converted(object? value, Type target)
    {
        Assert.False(ValueConversion.TryConvert(value, target, out _, out bool isTooLarge));
        Assert.False(isTooLarge);
    }

    [Theory]
    [InlineData(256, typeof(byte))]
    [InlineData(-1, typeof(uint))]
    [InlineData(1e300, typeof(float))]
    [InlineData("1e300", typeof(float))]
    [InlineData("1e400", typeof(double))]
    [InlineData(1e6, typeof(Half))]
    [InlineData(70000, typeof(Half))]
    [InlineData(1e300, typeof(long))]
    [InlineData("1e300", typeof(long))]
    [InlineData(double.PositiveInfinity, typeof(int))]
    [InlineData(1e300, typeof(decimal))]
    [InlineData("99999999999999999999999999999999999999999", typeof(ulong))]
    [InlineData("0xFFFFFFFF", typeof(int))]
    [InlineData(70000, typeof(char))]
    public void What_does_not_fit_is_too_large(object value, Type target)
    {
        Assert.False(ValueConversion.TryConvert(value, target, out _, out bool isTooLarge));
        Assert.True(isTooLarge);
    }

    [Fact]
    public void Large_integers_of_any_type_are_compared_with_what_fits()
    {
        Assert.True(ValueConversion.TryConvert(new BigInteger(ulong.MaxValue), typeof(ulong), out object? result, out _));
        Assert.Equal(ulong.MaxValue, result);
        Assert.False(ValueConversion.TryConvert(BigInteger.Pow(10, 50), typeof(ulong), out _, out bool isTooLarge));
        Assert.True(isTooLarge);
        Assert.False(ValueConversion.TryConvert(BigInteger.Pow(10, 400), typeof(double), out _, out isTooLarge));
        Assert.True(isTooLarge);
        Assert.False(ValueConversion.TryConvert(UInt128.MaxValue, typeof(long), out _, out isTooLarge));
        Assert.True(isTooLarge);
        Assert.True(ValueConversion.TryConvert(7m, typeof(int), out result, out _));
        Assert.Equal(7, result);
        Assert.True(ValueConversion.TryConvert("1.50", typeof(decimal), out result, out _));
        Assert.Equal("1.50", ((decimal)result!).ToString(CultureInfo.InvariantCulture));
        Assert.False(ValueConversion.TryConvert(DBNull.Value, typeof(int), out _, out _));
        Assert.False(ValueConversion.TryConvert(DateTime.UnixEpoch, typeof(long), out _, out _));
    }

    [Fact]
    public void Text_means_the_same_in_every_culture()
    {
        Needs.Cultures();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string culture in (string[])["de-DE", "fa-IR", "tr-TR", "en-US"])
            {
                CultureInfo.CurrentCulture = new CultureInfo(culture);
                Assert.True(ValueConversion.TryConvert("-1.5", typeof(double), out object? result, out _));
                Assert.Equal(-1.5, result);
                Assert.True(ValueConversion.TryConvert("-1", typeof(int), out result, out _));
                Assert.Equal(-1, result);
                Assert.True(ValueConversion.TryConvert("FALSE", typeof(bool), out result, out _));
                Assert.Equal(false, result);
                Assert.False(ValueConversion.TryConvert("1,5", typeof(double), out _, out _));
                Assert.True(ValueConversion.TryConvert(1.5, typeof(string), out result, out _));
                Assert.Equal("1.5", result);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
