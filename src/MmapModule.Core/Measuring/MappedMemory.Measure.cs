using System.Collections.Generic;
using System.Threading;
using MmapModule.Measuring;

namespace MmapModule;

/// <content>What the bytes of blocks are like.</content>
public abstract partial class MappedMemory
{
    /// <summary>Measures blocks: their entropy, and how many of their bytes are zeros, text and others. All cores take part, and holes are not read.</summary>
    /// <param name="options">The size of the blocks and the threads; null for the defaults.</param>
    /// <param name="offset">Where the first block starts, in bytes from the start of this object.</param>
    /// <param name="length">How many bytes to measure; null means the rest. The last block may be shorter than the others.</param>
    /// <param name="cancellation">Ends the work with OperationCanceledException.</param>
    /// <returns>The blocks in order, measured while they are enumerated, in memory that does not grow.</returns>
    /// <exception cref="MmapException">A wrong range or MapDisposed; while enumerating, what keeps a byte from being read: all that comes before it has been delivered then.</exception>
    /// <exception cref="System.ArgumentOutOfRangeException">An option is less than 1.</exception>
    public IEnumerable<MappedBlock> Measure(MeasureOptions? options = null, long offset = 0, long? length = null, CancellationToken cancellation = default) =>
        Measure(Resolve(offset, length), options ?? new MeasureOptions(), cancellation);

    internal IEnumerable<MappedBlock> Measure(MapRange range, MeasureOptions options, CancellationToken cancellation) =>
        new BlockWalk(Owner, range, options).Run(cancellation);
}
