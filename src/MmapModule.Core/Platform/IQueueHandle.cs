using System;

namespace MmapModule.Platform;

/// <summary>An open message queue. Any thread may use it; once it is disposed of, uses are ObjectRemoved.</summary>
internal interface IQueueHandle : IDisposable
{
    /// <summary>The name.</summary>
    string Name { get; }

    /// <summary>The mechanism.</summary>
    MessageQueueKind Kind { get; }

    /// <summary>How many messages it holds.</summary>
    long MaxMessages { get; }

    /// <summary>How many bytes a message may have.</summary>
    long MessageSize { get; }

    /// <summary>The user who owns it.</summary>
    string Owner { get; }

    /// <summary>Whether this user owns it.</summary>
    bool IsOwn { get; }

    /// <summary>The permissions in octal.</summary>
    string Mode { get; }

    /// <summary>What is in it; null if that cannot be read. Never throws.</summary>
    QueueState? Read();

    /// <summary>Sends a message if there is room.</summary>
    bool TrySend(ReadOnlySpan<byte> message, int priority);

    /// <summary>Takes a message if there is one; null if there is none.</summary>
    byte[]? TryReceive(out int priority);

    /// <summary>Sleeps until there may be a message, or room for one, at most for so many milliseconds.</summary>
    void Sleep(bool forRoom, int milliseconds);
}
