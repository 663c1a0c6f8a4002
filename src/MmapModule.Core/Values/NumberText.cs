using System;
using System.Globalization;

namespace MmapModule;

/// <summary>Numbers written as text: the same in every culture, without thousands separators.</summary>
internal static class NumberText
{
    /// <summary>No number of a type that fits into 16 bytes needs more characters.</summary>
    private const int LongestText = 1100;

    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Fractional = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a number: decimal digits, hex with 0x, a fraction, an exponent; KB, MB, GB, TB and PB as in PowerShell.</summary>
    /// <param name="text">The text; spaces around it do not count.</param>
    /// <param name="number">An Int128 if it is whole and fits, else a Decimal if it fits, else a Double.</param>
    internal static bool TryParse(string text, out object number)
    {
        number = 0;
        ReadOnlySpan<char> digits = text.AsSpan().Trim();
        if (digits.Length is 0 or > LongestText)
        {
            return false;
        }

        Int128 factor = FactorOf(ref digits);
        if (TryParseHex(digits, out Int128 whole) || Int128.TryParse(digits, Whole, CultureInfo.InvariantCulture, out whole))
        {
            number = whole <= Int128.MaxValue / factor && whole >= Int128.MinValue / factor ? whole * factor : (double)whole * (double)factor;
            return true;
        }

        if (decimal.TryParse(digits, Fractional, CultureInfo.InvariantCulture, out decimal exact) && (factor == 1 || Math.Abs(exact) <= decimal.MaxValue / (decimal)factor))
        {
            number = factor == 1 ? exact : exact * (decimal)factor;
            return true;
        }

        bool isNumber = double.TryParse(digits, Fractional, CultureInfo.InvariantCulture, out double approximate);
        number = approximate * (double)factor;
        return isNumber;
    }

    private static bool TryParseHex(ReadOnlySpan<char> digits, out Int128 value)
    {
        value = 0;
        bool isNegative = digits.StartsWith("-");
        ReadOnlySpan<char> rest = isNegative || digits.StartsWith("+") ? digits[1..] : digits;
        if (!rest.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            || rest.Length > 2 + 30
            || !Int128.TryParse(rest[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        value = isNegative ? -value : value;
        return true;
    }

    private static Int128 FactorOf(ref ReadOnlySpan<char> digits)
    {
        if (digits.Length < 3 || digits[^1] is not ('b' or 'B') || digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return 1;
        }

        int power = "KMGTP".IndexOf(char.ToUpperInvariant(digits[^2]), StringComparison.Ordinal) + 1;
        if (power > 0)
        {
            digits = digits[..^2];
        }

        return Int128.One << (10 * power);
    }
}
