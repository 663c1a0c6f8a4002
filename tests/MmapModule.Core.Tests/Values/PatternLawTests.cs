using System;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Patterns against a reference that looks at one hex digit after the other.</summary>
public sealed class PatternLawTests
{
    private const int Times = 1000;

    [Fact]
    public void Text_in_any_of_its_forms_is_read_as_its_digits()
    {
        Law.Holds(Digits().Zip(Gen.Elements(" ", ",", ":", "-", "\t", "\r\n", ", ", "")).Zip(Gen.Elements(true, false)), static value =>
        {
            ((string digits, string separator), bool isLower) = value;
            StringBuilder text = new();
            for (int i = 0; i < digits.Length; i += 2)
            {
                text.Append(i > 0 ? separator : string.Empty).Append(separator.Length > 0 && i % 4 == 0 ? "0x" : string.Empty).Append(digits, i, 2);
            }

            HexPattern pattern = HexPattern.Parse(isLower ? text.ToString().ToLowerInvariant() : text.ToString());
            Assert.Equal(digits, pattern.ToString().Replace(" ", string.Empty, StringComparison.Ordinal));
            Assert.Equal(digits.Length / 2, pattern.Length);
            Assert.Equal(!digits.Contains('?', StringComparison.Ordinal), pattern.IsExact);
        }, Times);
    }

    [Fact]
    public void FirstMismatch_agrees_with_comparing_digit_by_digit()
    {
        Law.Holds(Digits().Zip(Gen.Choose(0, int.MaxValue)).Zip(Gen.Choose(-2, 3)), static value =>
        {
            ((string digits, int seed), int more) = value;
            HexPattern pattern = HexPattern.Parse(digits);
            byte[] bytes = Near(digits, seed, more);
            int expected = FirstMismatch(digits, Convert.ToHexString(bytes));

            Assert.Equal(expected, pattern.FirstMismatch(bytes));
            Assert.Equal(expected < 0, pattern.Matches(bytes));
        }, Times);
    }

    [Fact]
    public void ApplyTo_agrees_with_replacing_digit_by_digit_from_any_start()
    {
        Law.Holds(Digits().Zip(Gen.Choose(0, int.MaxValue)).Zip(Gen.Choose(0, 100)), static value =>
        {
            ((string digits, int seed), int first) = value;
            HexPattern pattern = HexPattern.Parse(digits);
            int start = first % pattern.Length;
            byte[] bytes = Data.Random(1 + (seed % 40), seed);
            string expected = Replaced(Convert.ToHexString(bytes), digits[(2 * start)..], 0);
            pattern.ApplyTo(bytes, start);

            Assert.Equal(expected, Convert.ToHexString(bytes));
        }, Times);
    }

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.UnalignedFile)]
    [InlineData(SampleKind.PrivateFile)]
    [InlineData(SampleKind.PrivateAnonymous)]
    [InlineData(SampleKind.MemoryFile)]
    public void Writing_agrees_with_replacing_digit_by_digit(SampleKind kind)
    {
        int size = Data.PageSize + 100;
        using MapSample sample = new(kind, Data.Random(size));
        Gen<int> places = Gen.OneOf(Gen.Choose(0, size), Gen.Choose(Data.PageSize - 20, Data.PageSize + 20));
        Law.Holds(Digits().Zip(places), value =>
        {
            (string digits, int place) = value;
            int offset = Math.Min(place, size - (digits.Length / 2));
            string expected = Replaced(Convert.ToHexString(sample.Map.Read()), digits, offset);
            sample.Map.Write(offset, HexPattern.Parse(digits));

            Assert.Equal(expected, Convert.ToHexString(sample.Map.Read()));
        }, times: 300);
    }

    private static string Replaced(string content, string digits, int offset)
    {
        StringBuilder result = new(content);
        for (int i = 0; i < digits.Length && i + (2 * offset) < result.Length; i++)
        {
            result[i + (2 * offset)] = digits[i] == '?' ? result[i + (2 * offset)] : digits[i];
        }

        return result.ToString();
    }

    private static int FirstMismatch(string digits, string found)
    {
        for (int i = 0; i < digits.Length; i++)
        {
            if (i >= found.Length || (digits[i] != '?' && digits[i] != found[i]))
            {
                return i / 2;
            }
        }

        return -1;
    }

    /// <summary>Bytes that match, or nearly so, and may be some too few or too many.</summary>
    private static byte[] Near(string digits, int seed, int more)
    {
        Random random = new(seed);
        byte[] bytes = new byte[Math.Max(0, (digits.Length / 2) + more)];
        for (int i = 0; i < bytes.Length; i++)
        {
            string pair = 2 * i < digits.Length ? digits.Substring(2 * i, 2).Replace('?', "0123456789ABCDEF"[random.Next(16)]) : "00";
            bytes[i] = byte.Parse(pair, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        if (bytes.Length > 0 && random.Next(3) > 0)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return bytes;
    }

    private static Gen<string> Digits() => Gen.Elements('0', '1', '7', '9', 'A', 'E', 'F', '?', '?').Two()
        .Select(static pair => string.Concat(pair.Item1, pair.Item2)).NonEmptyListOf().Select(string.Concat);
}
