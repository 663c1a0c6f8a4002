namespace MmapModule;

/// <summary>The mechanism of a message queue.</summary>
public enum MessageQueueKind
{
    /// <summary>A POSIX message queue: mq_open(3).</summary>
    Posix,
}
