namespace MmapModule;

/// <summary>What a line of a hex view stands for.</summary>
public enum HexLineKind
{
    /// <summary>Bytes of the map.</summary>
    Data,

    /// <summary>Two or more lines, shown as one asterisk, that are the same as the one before.</summary>
    Repeat,

    /// <summary>No bytes: what follows is not next to what came before.</summary>
    Gap,

    /// <summary>No bytes: what a program needs before or after them.</summary>
    Frame,
}
