namespace MmapModule;

/// <summary>How it is known how many elements a field has.</summary>
internal enum RecordCount
{
    /// <summary>The definition says so, or it is not an array.</summary>
    Fixed,

    /// <summary>An expression says so.</summary>
    Expression,

    /// <summary>It is a text that ends at a zero.</summary>
    ToZero,

    /// <summary>As many as there are up to the end of what is read.</summary>
    ToEnd,
}
