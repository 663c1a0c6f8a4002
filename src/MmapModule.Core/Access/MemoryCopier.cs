namespace MmapModule.Access;

/// <summary>Copies between mapped memory and our own, and survives pages that cannot be read or written.</summary>
internal abstract unsafe class MemoryCopier
{
    /// <param name="readsFile">See <see cref="ReadsFile"/>.</param>
    private protected MemoryCopier(bool readsFile = false) => ReadsFile = readsFile;

    /// <summary>True if it reads the file itself, so that a copy ends where the file does; memory shows zeros up to the end of the page.</summary>
    internal bool ReadsFile { get; }

    /// <summary>The system call that reads mapped memory, for error messages; null if there is none.</summary>
    internal abstract string? ReadCall { get; }

    /// <summary>The system call that writes mapped memory, for error messages; null if there is none.</summary>
    internal abstract string? WriteCall { get; }

    /// <summary>Copies from mapped memory.</summary>
    /// <param name="destination">Our own memory, pinned, at least <paramref name="count"/> bytes.</param>
    /// <param name="source">The first byte, in memory and in the file: each copier uses what it needs.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>How many bytes were copied; less than requested means that the next byte cannot be read.</returns>
    // SAFETY: implementations hand both addresses to a system call that checks them, or touch memory that cannot fault.
    internal abstract long CopyFrom(byte* destination, MappedPlace source, long count);

    /// <summary>Copies into mapped memory.</summary>
    /// <param name="destination">An address inside a mapping whose gate the caller holds.</param>
    /// <param name="source">Our own memory, pinned, at least <paramref name="count"/> bytes.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>How many bytes were copied; less than requested means that the next byte cannot be written.</returns>
    // SAFETY: as above.
    internal abstract long CopyTo(nint destination, byte* source, long count);

    /// <summary>Copies from mapped memory into mapped memory, as far as that can be done in one step.</summary>
    /// <param name="destination">An address inside a mapping whose gate the caller holds.</param>
    /// <param name="source">The same, in memory and in the file.</param>
    /// <param name="count">How many bytes, none of which lies in both ranges.</param>
    /// <returns>How many bytes were copied; less than requested does not say which of the two stood in the way.</returns>
    // SAFETY: implementations hand both addresses to a system call that checks them.
    internal virtual long CopyBetween(nint destination, MappedPlace source, long count) => 0;
}
