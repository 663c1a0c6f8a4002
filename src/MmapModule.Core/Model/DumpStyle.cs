namespace MmapModule;

/// <summary>How a dump writes bytes.</summary>
public enum DumpStyle
{
    /// <summary>Hex with offset and text, as xxd(1) does it.</summary>
    Hex,

    /// <summary>Only the hex digits, as xxd -p.</summary>
    Plain,

    /// <summary>An array for a C program, as xxd -i.</summary>
    C,

    /// <summary>The bits of each byte, the highest first, as xxd -b.</summary>
    Bits,

    /// <summary>Each byte as a decimal number, as od -t u1.</summary>
    Decimal,
}
