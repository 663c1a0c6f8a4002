using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Comparison;

namespace MmapModule;

/// <content>Comparison with other mapped bytes.</content>
public abstract partial class MappedMemory
{
    /// <summary>Finds where other bytes differ from these, on all cores.</summary>
    /// <param name="other">The other map or region; it may belong to the same map.</param>
    /// <param name="options">Block size and threads; null for the defaults.</param>
    /// <param name="cancellation">Ends the comparison with OperationCanceledException.</param>
    /// <returns>
    /// The differing ranges in order, found while they are enumerated, in memory that does not grow. If one side is longer,
    /// its rest is the last range.
    /// </returns>
    /// <exception cref="MmapException">MapDisposed; while enumerating, what keeps one side from being read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is less than 1.</exception>
    public IEnumerable<MappedDifference> Compare(MappedMemory other, CompareOptions? options = null, CancellationToken cancellation = default) =>
        FinderFor(other, options ?? new CompareOptions()).Find(cancellation);

    /// <summary>Tells whether other bytes are as many as these and the same; stops at the first difference.</summary>
    /// <param name="other">The other map or region.</param>
    /// <param name="options">The threads; null for the defaults.</param>
    /// <param name="cancellation">Ends the comparison with OperationCanceledException.</param>
    /// <returns>True if they are equal. Nothing is read if the lengths differ.</returns>
    /// <exception cref="MmapException">MapDisposed, or what keeps one side from being read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is less than 1.</exception>
    public bool ContentEquals(MappedMemory other, CompareOptions? options = null, CancellationToken cancellation = default)
    {
        DifferenceFinder finder = FinderFor(other, options ?? new CompareOptions());
        return Length == other.Length && finder.HasSameStart(cancellation);
    }

    private DifferenceFinder FinderFor(MappedMemory other, CompareOptions options)
    {
        ArgumentNullException.ThrowIfNull(other);
        options.Check();
        foreach (MappedMemory input in new[] { this, other })
        {
            try
            {
                input.Owner.ThrowIfClosed();
            }
            catch (MmapException error)
            {
                error.Input = input;
                throw;
            }
        }

        return new DifferenceFinder(this, other, options);
    }
}
