namespace MmapModule;

/// <summary>The mechanism of a message queue.</summary>
public enum MessageQueueKind
{
    /// <summary>A POSIX message queue: mq_open(3).</summary>
    Posix,

    /// <summary>A System V message queue: msgget(2).</summary>
    SystemV,

    /// <summary>A shared queue of this module: a file of shared memory with a ring of bytes.</summary>
    Shared,
}
