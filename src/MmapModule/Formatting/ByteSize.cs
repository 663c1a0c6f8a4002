using System;
using System.Globalization;

namespace MmapModule.Formatting;

/// <summary>Writes numbers of bytes for people.</summary>
public static class ByteSize
{
    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>A size with at most one decimal and a binary unit, such as 512 B, 4 KiB or 1.5 GiB.</summary>
    /// <param name="bytes">The number of bytes.</param>
    /// <returns>The text, the same in every culture.</returns>
    public static string Format(long bytes)
    {
        double value = bytes;
        int unit = 0;

        // What would be rounded to 1024 of a unit is 1 of the next one.
        while (Math.Round(Math.Abs(value), 1, MidpointRounding.AwayFromZero) >= 1024 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return value.ToString("0.#", CultureInfo.InvariantCulture) + " " + s_units[unit];
    }
}
