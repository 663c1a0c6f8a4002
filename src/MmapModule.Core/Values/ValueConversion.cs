using System;
using System.Collections;
using System.Globalization;
using System.Numerics;

namespace MmapModule;

/// <summary>Converts values to the types of fields and numbers, and refuses whatever would become another value on the way.</summary>
/// <remarks>Only floating-point numbers are rounded, as they always are. Nothing, an empty text and a fraction are no whole numbers.</remarks>
internal static class ValueConversion
{
    /// <summary>Doubles of at least this size do not fit into an Int128.</summary>
    private const double Int128Limit = 1.7e38;

    /// <summary>An error shows no more characters than this of a wrong text.</summary>
    private const int LongestShown = 100;

    /// <summary>Converts a value.</summary>
    /// <param name="value">Any value, null too.</param>
    /// <param name="target">A type of <see cref="MappedValueType"/>, Boolean or String.</param>
    /// <param name="result">A value of the target type.</param>
    /// <param name="isTooLarge">It could not be converted because it does not fit.</param>
    internal static bool TryConvert(object? value, Type target, out object? result, out bool isTooLarge)
    {
        isTooLarge = false;
        result = null;
        if (value is null or DBNull)
        {
            return false;
        }

        if (value.GetType() == target)
        {
            result = value;
            return true;
        }

        if (target == typeof(string))
        {
            result = ToText(value);
        }
        else if (target == typeof(bool))
        {
            result = ToBoolean(value);
        }
        else if (target == typeof(Guid))
        {
            result = value is string text && Guid.TryParse(text, out Guid guid) ? guid : null;
        }
        else if (target == typeof(char) && value is string characters)
        {
            result = characters.Length == 1 ? characters[0] : null;
        }
        else if (target == typeof(float) || target == typeof(double) || target == typeof(Half))
        {
            result = ToFloat(value, target, ref isTooLarge);
        }
        else if (target == typeof(decimal))
        {
            result = ToDecimal(value, ref isTooLarge);
        }
        else if (ToWhole(value, ref isTooLarge) is Int128 whole)
        {
            result = Narrow(whole, target);
            isTooLarge = result is null;
        }

        return result is not null;
    }

    /// <summary>The number that a value of a field is, and 1 or 0 for Boolean ones; null if it is no whole number.</summary>
    internal static Int128? NumberOf(object? value) => value switch
    {
        byte v => v,
        sbyte v => v,
        ushort v => v,
        short v => v,
        uint v => v,
        int v => v,
        ulong v => v,
        long v => v,
        bool v => v ? 1 : 0,
        _ => null,
    };

    /// <summary>A number as a value of an integer type; null if it does not fit.</summary>
    internal static object? Narrow(Int128 value, Type target) => Type.GetTypeCode(target) switch
    {
        TypeCode.SByte => value == (sbyte)value ? (sbyte)value : null,
        TypeCode.Byte => value == (byte)value ? (byte)value : null,
        TypeCode.Int16 => value == (short)value ? (short)value : null,
        TypeCode.UInt16 => value == (ushort)value ? (ushort)value : null,
        TypeCode.Char => value == (ushort)value ? (char)(ushort)value : null,
        TypeCode.Int32 => value == (int)value ? (int)value : null,
        TypeCode.UInt32 => value == (uint)value ? (uint)value : null,
        TypeCode.Int64 => value == (long)value ? (long)value : null,
        TypeCode.UInt64 => value == (ulong)value ? (ulong)value : null,
        _ => null,
    };

    /// <summary>Whether an integer type has negative values.</summary>
    internal static bool IsSigned(Type type) => Type.GetTypeCode(type) is TypeCode.SByte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64;

    /// <summary>What is wrong with a value that could not be converted: a sentence after a space, or nothing if there is no more to say.</summary>
    internal static string Reason(object? value) => value switch
    {
        null or DBNull => " Null is not a value.",
        string { Length: 0 } => " An empty text is not a value.",
        string text when text.Contains(',', StringComparison.Ordinal) && NumberText.TryParse(text.Replace(",", string.Empty, StringComparison.Ordinal), out _) =>
            " In text, numbers have a decimal point and no thousands separators in every culture.",
        float or double or decimal or Half => " It is not a whole number: round it first, for example by [math]::Round().",
        string text when NumberText.TryParse(text, out object number) && number is decimal or double => " It is not a whole number.",
        _ => string.Empty,
    };

    /// <summary>A value as an error shows it: objects by their type, since their text may be endless.</summary>
    internal static string Show(object? value) => value switch
    {
        null => "null",
        string { Length: > LongestShown } text => "'" + text[..LongestShown] + "...'",
        string text => "'" + text + "'",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        bool or char => value.ToString()!,
        _ => "of the type " + value.GetType(),
    };

    private static string? ToText(object value)
    {
        switch (value)
        {
            case char[] characters:
                return new string(characters);
            case IEnumerable or Delegate:
                return null;
            case IFormattable formattable:
                return formattable.ToString(null, CultureInfo.InvariantCulture);
            default:
                string? text = value.ToString();
                return text == value.GetType().ToString() ? null : text;
        }
    }

    /// <summary>True and False are words here: 'False', as it comes out of a CSV file, is not true.</summary>
    private static bool? ToBoolean(object value)
    {
        if (value is string text && bool.TryParse(text, out bool word))
        {
            return word;
        }

        bool isTooLarge = false;
        return ToWhole(value, ref isTooLarge) is Int128 number && (number == 0 || number == 1) ? number == 1 : null;
    }

    private static object? ToFloat(object value, Type target, ref bool isTooLarge)
    {
        double number;
        bool isInfinite = false;
        switch (value)
        {
            case float v: number = v; isInfinite = float.IsInfinity(v); break;
            case double v: number = v; isInfinite = double.IsInfinity(v); break;
            case Half v: number = (double)v; isInfinite = Half.IsInfinity(v); break;
            case decimal v: number = (double)v; break;
            case BigInteger v: number = (double)v; break;
            case string text: return ParseFloat(text, target, ref isTooLarge);
            default:
                if (ToWhole(value, ref isTooLarge) is not Int128 whole)
                {
                    return null;
                }

                number = (double)whole;
                break;
        }

        object result = target == typeof(float) ? (float)number : target == typeof(Half) ? (Half)number : number;
        return Finite(result, isInfinite, ref isTooLarge);
    }

    private static object? ParseFloat(string text, Type target, ref bool isTooLarge)
    {
        const NumberStyles Style = NumberStyles.Float;
        object? result = null;
        if (target == typeof(float) && float.TryParse(text, Style, CultureInfo.InvariantCulture, out float single))
        {
            result = single;
        }
        else if (target == typeof(Half) && Half.TryParse(text, Style, CultureInfo.InvariantCulture, out Half half))
        {
            result = half;
        }
        else if (target == typeof(double) && double.TryParse(text, Style, CultureInfo.InvariantCulture, out double number))
        {
            result = number;
        }

        if (result is null)
        {
            // Hex, or a size as PowerShell writes it.
            return NumberText.TryParse(text, out object other) ? ToFloat(other, target, ref isTooLarge) : null;
        }

        bool isWord = text.AsSpan().IndexOfAnyInRange('0', '9') < 0;
        return Finite(result, isWord, ref isTooLarge);
    }

    /// <summary>A number that became infinite did not fit; one that was infinite stays so.</summary>
    private static object? Finite(object number, bool mayBeInfinite, ref bool isTooLarge)
    {
        bool isInfinite = number switch
        {
            float v => float.IsInfinity(v),
            Half v => Half.IsInfinity(v),
            double v => double.IsInfinity(v),
            _ => false,
        };
        isTooLarge = isInfinite && !mayBeInfinite;
        return isTooLarge ? null : number;
    }

    private static object? ToDecimal(object value, ref bool isTooLarge)
    {
        object number = value;
        if (value is string text && !NumberText.TryParse(text, out number))
        {
            return null;
        }

        try
        {
            return number switch
            {
                decimal v => v,
                float v => float.IsNaN(v) ? null : (decimal)v,
                double v => double.IsNaN(v) ? null : (decimal)v,
                Half v => Half.IsNaN(v) ? null : (decimal)(float)v,
                BigInteger v => (decimal)v,
                _ => ToWhole(number, ref isTooLarge) is Int128 whole ? (decimal)whole : null,
            };
        }
        catch (OverflowException)
        {
            isTooLarge = true;
            return null;
        }
    }

    /// <summary>The whole number that a value is; null if it is none, or too large for any type.</summary>
    private static Int128? ToWhole(object value, ref bool isTooLarge)
    {
        switch (value)
        {
            case int v: return v;
            case byte v: return v;
            case long v: return v;
            case uint v: return v;
            case sbyte v: return v;
            case short v: return v;
            case ushort v: return v;
            case ulong v: return v;
            case nint v: return v;
            case nuint v: return v;
            case char v: return v;
            case bool v: return v ? 1 : 0;
            case Int128 v: return v;
            case UInt128 v: return (isTooLarge = v > (UInt128)Int128.MaxValue) ? null : (Int128)v;
            case BigInteger v: return (isTooLarge = v > (BigInteger)Int128.MaxValue || v < (BigInteger)Int128.MinValue) ? null : (Int128)v;
            case decimal v: return v == decimal.Truncate(v) ? (Int128)v : null;
            case Half v: return ToWhole((double)v, ref isTooLarge);
            case float v: return ToWhole((double)v, ref isTooLarge);
            case double v: return ToWhole(v, ref isTooLarge);
            case Enum v: return ToWhole(System.Convert.ChangeType(v, Enum.GetUnderlyingType(v.GetType()), CultureInfo.InvariantCulture), ref isTooLarge);
            case string text: return NumberText.TryParse(text, out object number) ? ToWhole(number, ref isTooLarge) : null;
            default: return null;
        }
    }

    private static Int128? ToWhole(double value, ref bool isTooLarge)
    {
        if (Math.Abs(value) >= Int128Limit)
        {
            isTooLarge = true;
            return null;
        }

        return value == Math.Truncate(value) ? (Int128)value : null;
    }
}
