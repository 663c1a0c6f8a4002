using System.Collections.Generic;

namespace MmapModule;

/// <content>Which pages are in memory.</content>
public abstract partial class MappedMemory
{
    /// <summary>Counts the pages that are in memory (mincore(2)); touches none of them.</summary>
    /// <param name="offset">Where to start, in bytes from the start of this object; rounded down to a page.</param>
    /// <param name="length">The length in bytes, rounded up to a page; null means the rest.</param>
    /// <returns>The numbers. Parts of the map that have been unmapped are skipped, unless the range was named.</returns>
    /// <exception cref="MmapException">RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public MemoryMapResidency GetResidency(long offset = 0, long? length = null) =>
        Owner.GetResidency(Resolve(offset, length), IsNamedRange(offset, length));

    /// <summary>Tells for each run of pages whether it is in memory (mincore(2)); touches none of them.</summary>
    /// <param name="offset">Where to start, in bytes from the start of this object; rounded down to a page.</param>
    /// <param name="length">The length in bytes, rounded up to a page; null means the rest.</param>
    /// <returns>The runs in order, found while they are enumerated. Offset and Length are cut to the range.</returns>
    /// <exception cref="MmapException">RangeNotMapped, a wrong range, or MapDisposed.</exception>
    public IEnumerable<PageRun> GetPageRuns(long offset = 0, long? length = null) =>
        Owner.GetPageRuns(Resolve(offset, length), IsNamedRange(offset, length), null);

    /// <summary>False if all of a map was asked for: then its unmapped parts are not an error.</summary>
    internal bool IsNamedRange(long offset, long? length) => Owner != this || offset != 0 || length is not null;
}
