namespace MmapModule.Measuring;

/// <summary>What a byte value is likely to be part of: the classes that hex views color.</summary>
internal enum ByteKind
{
    /// <summary>0x00.</summary>
    Zero,

    /// <summary>0x01 to 0x1F without white space, and 0x7F.</summary>
    Control,

    /// <summary>0x20 to 0x7E and white space.</summary>
    Text,

    /// <summary>0x80 to 0xFE.</summary>
    High,

    /// <summary>0xFF.</summary>
    Full,
}
