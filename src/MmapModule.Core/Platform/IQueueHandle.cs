using System;

namespace MmapModule.Platform;

/// <summary>An open message queue of one kind. Any thread may use it; once it is disposed of, uses are ObjectRemoved.</summary>
internal interface IQueueHandle : IDisposable
{
    /// <summary>The name; null for a System V queue.</summary>
    string? Name { get; }

    /// <summary>The key of a System V queue; null for others.</summary>
    int? Key { get; }

    /// <summary>The id of a System V queue; null for others.</summary>
    int? Id { get; }

    /// <summary>The mechanism.</summary>
    MessageQueueKind Kind { get; }

    /// <summary>How many messages it holds; null if only their bytes count.</summary>
    long? MaxMessages { get; }

    /// <summary>How many bytes a message may have.</summary>
    long MessageSize { get; }

    /// <summary>How many bytes all messages may have together; null if only their number counts.</summary>
    long? Capacity { get; }

    /// <summary>The user who owns it.</summary>
    string Owner { get; }

    /// <summary>Whether this user owns it.</summary>
    bool IsOwn { get; }

    /// <summary>The permissions in octal.</summary>
    string Mode { get; }

    /// <summary>What is in it; null if that cannot be read. Never throws.</summary>
    QueueState? Read();

    /// <summary>Throws MessageTooLong, or InvalidArgument if messages of this kind of queue cannot have such a label.</summary>
    void Check(int length, MessageLabel label);

    /// <summary>Throws InvalidArgument if this kind of queue offers no such choice.</summary>
    void Check(MessageChoice choice);

    /// <summary>Sends a message if there is room. Its length and label have been checked.</summary>
    bool TrySend(ReadOnlySpan<byte> message, MessageLabel label);

    /// <summary>Takes a message if there is one; null if there is none.</summary>
    byte[]? TryReceive(MessageChoice choice, out MessageLabel label);

    /// <summary>Sleeps until there may be a message, or room for one.</summary>
    /// <param name="forRoom">Whether to wait for room.</param>
    /// <param name="attempt">How often this wait has slept before.</param>
    /// <param name="milliseconds">The longest sleep.</param>
    void Sleep(bool forRoom, int attempt, int milliseconds);
}
