namespace MmapModule;

/// <summary>How a POSIX shared memory object is opened.</summary>
public enum SharedMemoryMode
{
    /// <summary>Open the object, or create it when there is none.</summary>
    OpenOrCreate,

    /// <summary>Create the object; it is an error if there is one already (O_EXCL).</summary>
    Create,

    /// <summary>Open the object; it is an error if there is none.</summary>
    Open,
}
