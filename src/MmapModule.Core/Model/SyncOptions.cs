namespace MmapModule;

/// <summary>How <see cref="MemoryMap.Sync(long, long?, SyncOptions?)"/> writes pages back.</summary>
public sealed record SyncOptions
{
    /// <summary>Start the write-back and do not wait for it. (MS_ASYNC of msync(2) does nothing on Linux; sync_file_range(2) does.)</summary>
    public bool IsAsync { get; init; }

    /// <summary>Also invalidate other cached copies (MS_INVALIDATE); an error for pages that are locked into memory.</summary>
    public bool Invalidate { get; init; }

    /// <summary>Also flush the length of the file and, for a new file, its directory entry (fsync(2)).</summary>
    public bool IsDurable { get; init; }

    /// <summary>Throws if the options contradict each other.</summary>
    /// <exception cref="MmapException">InvalidArgument.</exception>
    internal void Check()
    {
        if (IsAsync && (IsDurable || Invalidate))
        {
            throw MappingErrors.AsyncSync();
        }
    }
}
