namespace MmapModule;

/// <summary>The digits of the number at the left of a hex view.</summary>
public enum OffsetBase
{
    /// <summary>Hex digits.</summary>
    Hex,

    /// <summary>Decimal digits.</summary>
    Decimal,
}
