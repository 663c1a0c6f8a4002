namespace MmapModule;

/// <summary>Which number a hex view shows on the left of each line.</summary>
public enum HexBase
{
    /// <summary>Bytes from the start of the map.</summary>
    Offset,

    /// <summary>Bytes from the start of the file.</summary>
    File,

    /// <summary>The address in this process.</summary>
    Address,
}
