namespace MmapModule.Search;

/// <summary>What a state of <see cref="ByteNfa"/> does.</summary>
internal enum NfaKind
{
    /// <summary>Takes a byte.</summary>
    Bytes,

    /// <summary>Continues in two ways, of which the first is preferred.</summary>
    Split,

    /// <summary>Continues if the place is of a kind.</summary>
    Place,

    /// <summary>Continues if the byte before the place is in a set.</summary>
    Behind,

    /// <summary>Continues if the byte after the place is in a set.</summary>
    Ahead,

    /// <summary>A match is complete.</summary>
    Match,
}
