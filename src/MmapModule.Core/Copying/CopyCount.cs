namespace MmapModule.Copying;

/// <summary>What became of the bytes of a piece.</summary>
internal struct CopyCount
{
    /// <summary>Bytes that were written, by us or the kernel.</summary>
    internal long Written;

    /// <summary>Bytes of holes and of blocks of zeros, which were not written.</summary>
    internal long Skipped;

    /// <summary>What ended the piece early; null if nothing did.</summary>
    internal MmapException? Error;

    internal readonly long Done => Written + Skipped;

    internal void Add(CopyCount next)
    {
        Written += next.Written;
        Skipped += next.Skipped;
        Error ??= next.Error;
    }
}
