using System;
using System.Globalization;
using System.Management.Automation;
using MmapModule.Binding;

namespace MmapModule.Formatting;

/// <summary>Shows what has changed.</summary>
public static class ChangeView
{
    private const int MostBytes = 8;

    /// <summary>The column of what was there.</summary>
    /// <param name="change">A change, perhaps from another process.</param>
    /// <returns>The value, or the first bytes from the first one that has changed.</returns>
    public static string Before(PSObject change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Text(change, nameof(MappedChange.Before));
    }

    /// <summary>The column of what is there.</summary>
    /// <param name="change">A change, perhaps from another process.</param>
    /// <returns>The value, or the first bytes from the first one that has changed.</returns>
    public static string After(PSObject change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Text(change, nameof(MappedChange.After));
    }

    private static string Text(PSObject change, string property)
    {
        object? value = PlainValue.Of(change.Properties[property]?.Value);
        if (value is not byte[] bytes)
        {
            return ShownText.Format(Convert.ToString(value, CultureInfo.CurrentCulture)) ?? string.Empty;
        }

        long first = DifferenceBytes.Number(change, nameof(MappedChange.ChangedOffset)) - DifferenceBytes.Number(change, nameof(MappedChange.Offset));
        int start = (int)Math.Clamp(first, 0, bytes.Length);
        long count = Math.Clamp(DifferenceBytes.Number(change, nameof(MappedChange.ChangedLength)), 0, bytes.Length - start);
        string text = HexPattern.FromBytes(bytes.AsSpan(start, (int)Math.Min(count, MostBytes))).ToString();
        return count > MostBytes ? text + " ..." : text;
    }
}
