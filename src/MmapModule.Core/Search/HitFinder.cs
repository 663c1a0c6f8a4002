using System;
using System.Threading;

namespace MmapModule.Search;

/// <summary>Finds one hit of a regular expression after the other. For one thread.</summary>
internal abstract class HitFinder : IDisposable
{
    /// <summary>Which of several expressions the last hit is one of.</summary>
    internal int Number { get; private protected set; }

    public abstract void Dispose();

    /// <summary>Finds the first hit that begins at an offset or after it.</summary>
    /// <param name="from">The offset.</param>
    /// <param name="limit">Hits that begin there or later do not count. The hit may end after it.</param>
    /// <param name="hit">The hit; it has at least one byte.</param>
    /// <param name="cancellation">Looked at often.</param>
    internal abstract bool TryNext(long from, long limit, out MapRange hit, CancellationToken cancellation);

    /// <summary>Finds, from the end, the first hit that ends at an offset or before it.</summary>
    /// <param name="from">The offset.</param>
    /// <param name="limit">Hits that end there or before do not count. The hit may begin before it.</param>
    /// <param name="hit">The hit; it has at least one byte.</param>
    /// <param name="cancellation">Looked at often.</param>
    internal abstract bool TryPrevious(long from, long limit, out MapRange hit, CancellationToken cancellation);
}
