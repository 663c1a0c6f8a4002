using System;
using System.Globalization;
using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>Lets offsets and sizes be given as text too: '0x1F', '64KiB', '2GiB'. Numbers, 4KB among them, pass unchanged.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ByteSizeAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] s_units = ["B", "K", "M", "G", "T", "P", "E"];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is string text ? Parse(text) : inputData;
    }

    internal static long Parse(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && ulong.TryParse(trimmed.AsSpan(2).TrimEnd("lL"), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hex)
            && hex <= long.MaxValue)
        {
            return (long)hex;
        }

        int digits = trimmed.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        if (TryGetFactor(trimmed[digits..].Trim(), out decimal factor)
            && decimal.TryParse(trimmed.AsSpan(0, digits), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            && Math.Abs(number) <= long.MaxValue / factor)
        {
            return (long)(number * factor);
        }

        throw new ArgumentTransformationMetadataException(
            "'" + text + "' is not a number of bytes. Write for example 512, 0x200, 4KB, 64KiB, 1.5MiB or 2GiB.");
    }

    private static bool TryGetFactor(string suffix, out decimal factor)
    {
        factor = 1;
        if (suffix.Length == 0)
        {
            return true;
        }

        // KB and KiB are both 1024 bytes, as everywhere in PowerShell.
        string unit = suffix.Length > 1 && suffix.EndsWith('B') || suffix.EndsWith('b') ? suffix[..^1] : suffix;
        unit = unit.EndsWith('i') ? unit[..^1] : unit;
        int power = unit.Length == 0 ? 0 : Array.FindIndex(s_units, candidate => candidate.Equals(unit, StringComparison.OrdinalIgnoreCase));
        for (int i = 0; i < power; i++)
        {
            factor *= 1024;
        }

        return power >= 0;
    }
}
