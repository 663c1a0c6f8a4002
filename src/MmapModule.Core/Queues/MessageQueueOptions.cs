using System.IO;

namespace MmapModule;

/// <summary>How a message queue is opened, and what a new one is like.</summary>
public sealed record MessageQueueOptions
{
    /// <summary>Whether to open, to create, or either.</summary>
    public SharedMemoryMode Mode { get; init; } = SharedMemoryMode.OpenOrCreate;

    /// <summary>How many messages a new queue holds; null for the default of the system. One that exists keeps its own.</summary>
    public long? MaxMessages { get; init; }

    /// <summary>How many bytes a message of a new queue may have; null for the default of the system. One that exists keeps its own.</summary>
    public long? MessageSize { get; init; }

    /// <summary>How many bytes a new shared queue holds; null for a queue of another kind. One that exists keeps its own.</summary>
    public long? Capacity { get; init; }

    /// <summary>The kind; null for what the other options say, or else for the queue that exists, or else for a POSIX message queue.</summary>
    public MessageQueueKind? Kind { get; init; }

    /// <summary>Who may use a new queue; exactly this, whatever the umask says.</summary>
    public UnixFileMode Permission { get; init; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Open the queue even though another user owns it.</summary>
    public bool AllowForeignOwner { get; init; }
}
