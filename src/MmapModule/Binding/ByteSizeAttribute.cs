using System;
using System.Globalization;
using System.Management.Automation;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>Lets offsets and sizes be given as text too: '0x1F', '64KiB', '2GiB'. Whole numbers, 4KB among them, pass unchanged.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ByteSizeAttribute : ArgumentTransformationAttribute
{
    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
    private const string Units = "KMGTPE";

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => PlainValue.Of(inputData) switch
    {
        string text => Parse(text),
        double or float or decimal or Half => WholeNumber(PlainValue.Of(inputData)!),
        null => throw BindingErrors.NoNumberOfBytes(),
        bool or char => throw BindingErrors.NoSize(PlainValue.Of(inputData)),
        _ => inputData,
    };

    internal static long Parse(string text) => TryParse(text, out long bytes) ? bytes : throw BindingErrors.NoSize(text);

    /// <summary>The number of bytes; false if the text is none.</summary>
    internal static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        if (trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && ulong.TryParse(trimmed[2..].TrimEnd("lL"), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hex)
            && hex <= long.MaxValue)
        {
            bytes = (long)hex;
            return true;
        }

        int digits = trimmed.LastIndexOfAnyInRange('0', '9') + 1;
        decimal? factor = FactorOf(trimmed[digits..].Trim());
        if (factor is not null
            && decimal.TryParse(trimmed[..digits], Number, CultureInfo.InvariantCulture, out decimal number)
            && Math.Abs(number) <= long.MaxValue / factor
            && decimal.IsInteger(number * factor.Value))
        {
            bytes = (long)(number * factor.Value);
            return true;
        }

        return false;
    }

    /// <summary>PowerShell would round a fraction of a byte.</summary>
    private static long WholeNumber(object value) =>
        ValueConversion.TryConvert(value, typeof(long), out object? whole, out _) ? (long)whole! : throw BindingErrors.NoSize(value);

    /// <summary>KB and KiB are both 1024 bytes, as everywhere in PowerShell; B may be omitted. An E alone would look like an exponent.</summary>
    private static decimal? FactorOf(ReadOnlySpan<char> unit)
    {
        if (unit.Length == 0 || unit.Equals("B", StringComparison.OrdinalIgnoreCase))
        {
            return 1;
        }

        int power = Units.IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal) + 1;
        ReadOnlySpan<char> rest = unit[1..];
        bool isKnown = rest.Equals("B", StringComparison.OrdinalIgnoreCase)
            || rest.Equals("iB", StringComparison.OrdinalIgnoreCase)
            || (power < Units.Length && (rest.Length == 0 || rest.Equals("i", StringComparison.OrdinalIgnoreCase)));
        return power > 0 && isKnown ? 1L << (10 * power) : null;
    }
}
