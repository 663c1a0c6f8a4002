namespace MmapModule;

/// <summary>The types of values that can be read from and written to mapped memory.</summary>
public enum MappedValueType
{
    /// <summary>A signed 8-bit integer.</summary>
    SByte,

    /// <summary>An unsigned 8-bit integer.</summary>
    Byte,

    /// <summary>A signed 16-bit integer.</summary>
    Int16,

    /// <summary>An unsigned 16-bit integer.</summary>
    UInt16,

    /// <summary>A signed 32-bit integer.</summary>
    Int32,

    /// <summary>An unsigned 32-bit integer.</summary>
    UInt32,

    /// <summary>A signed 64-bit integer.</summary>
    Int64,

    /// <summary>An unsigned 64-bit integer.</summary>
    UInt64,

    /// <summary>A 16-bit floating-point number.</summary>
    Half,

    /// <summary>A 32-bit floating-point number.</summary>
    Single,

    /// <summary>A 64-bit floating-point number.</summary>
    Double,

    /// <summary>A .NET decimal: 16 bytes, the scale and sign in the last four.</summary>
    Decimal,

    /// <summary>A UTF-16 code unit of 2 bytes.</summary>
    Char,

    /// <summary>A GUID of 16 bytes, little endian as Windows and GPT store it, big endian as RFC 9562 does.</summary>
    Guid,
}
