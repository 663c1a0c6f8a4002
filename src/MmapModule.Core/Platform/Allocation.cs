namespace MmapModule.Platform;

/// <summary>Whether a file that becomes longer gets its blocks at once.</summary>
internal enum Allocation
{
    /// <summary>Yes; where that cannot be done the file stays as it is.</summary>
    Required,

    /// <summary>Yes, unless the file system cannot do that: for what writes all of the new part at once, and reports how far it got.</summary>
    Wanted,

    /// <summary>No: the new part is a hole.</summary>
    None,
}
