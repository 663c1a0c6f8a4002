namespace MmapModule;

/// <summary>The escape sequences that color a hex view; all of them are empty where color is off.</summary>
internal sealed class HexStyle
{
    /// <summary>No color.</summary>
    internal static readonly HexStyle Plain = new();

    /// <summary>For zero bytes, which are many and say little.</summary>
    internal string Zero { get; init; } = string.Empty;

    /// <summary>For visible ASCII characters.</summary>
    internal string Printable { get; init; } = string.Empty;

    /// <summary>For space, tab, line feed, vertical tab, form feed and carriage return.</summary>
    internal string Whitespace { get; init; } = string.Empty;

    /// <summary>For the other control characters, and DEL.</summary>
    internal string Control { get; init; } = string.Empty;

    /// <summary>For bytes from 0x80 to 0xFE.</summary>
    internal string High { get; init; } = string.Empty;

    /// <summary>For 0xFF, which erased memory is full of.</summary>
    internal string Full { get; init; } = string.Empty;

    /// <summary>For what was searched for.</summary>
    internal string Highlight { get; init; } = string.Empty;

    /// <summary>For bytes that differ.</summary>
    internal string Difference { get; init; } = string.Empty;

    /// <summary>For bytes that are new.</summary>
    internal string Added { get; init; } = string.Empty;

    /// <summary>For bytes that are gone.</summary>
    internal string Removed { get; init; } = string.Empty;

    /// <summary>Ends every color.</summary>
    internal string Reset { get; init; } = string.Empty;

    /// <summary>Whether there is any color.</summary>
    internal bool IsOn => Reset.Length > 0;

    /// <summary>The sequence for the class of a byte. The same class gives the same string object.</summary>
    internal string StyleOf(byte value) => value switch
    {
        0 => Zero,
        0x20 or (>= 0x09 and <= 0x0D) => Whitespace,
        < 0x20 or 0x7F => Control,
        < 0x7F => Printable,
        0xFF => Full,
        _ => High,
    };
}
