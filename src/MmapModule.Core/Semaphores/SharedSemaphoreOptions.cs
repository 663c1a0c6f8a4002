using System.IO;

namespace MmapModule;

/// <summary>How a semaphore is opened, and what a new one is like.</summary>
public sealed record SharedSemaphoreOptions
{
    /// <summary>Whether to open, to create, or either.</summary>
    public SharedMemoryMode Mode { get; init; } = SharedMemoryMode.OpenOrCreate;

    /// <summary>How many permits a new semaphore has; one that exists keeps its own.</summary>
    public int InitialCount { get; init; } = 1;

    /// <summary>Who may use a new semaphore; exactly this, whatever the umask says.</summary>
    public UnixFileMode Permission { get; init; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Open the semaphore even though another user owns it.</summary>
    public bool AllowForeignOwner { get; init; }

    /// <summary>How many semaphores a System V set has: a new one exactly so many (1 by default), one that exists at least.</summary>
    public int? SetSize { get; init; }
}
