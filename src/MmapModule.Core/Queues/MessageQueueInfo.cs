using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>A message queue at the time it was looked at.</summary>
public sealed class MessageQueueInfo
{
    internal MessageQueueInfo()
    {
    }

    /// <summary>The name; null for a System V queue.</summary>
    public string? Name { get; init; }

    /// <summary>The key of a System V queue, 0 for one without; null for others.</summary>
    public int? Key { get; init; }

    /// <summary>The id of a System V queue; null for others.</summary>
    public int? Id { get; init; }

    /// <summary>The mechanism.</summary>
    public required MessageQueueKind Kind { get; init; }

    /// <summary>How many messages it holds; null if this user may not look, or if only their bytes count.</summary>
    public long? MaxMessages { get; init; }

    /// <summary>How many bytes a message may have; null if this user may not look.</summary>
    public long? MessageSize { get; init; }

    /// <summary>How many bytes all messages may have together; null if this user may not look, or if only their number counts.</summary>
    public long? Capacity { get; init; }

    /// <summary>How many messages are in it; null if this user may not look.</summary>
    public long? MessageCount { get; init; }

    /// <summary>How many bytes the messages in it have together; null if this user may not look.</summary>
    public long? Bytes { get; init; }

    /// <summary>The user who owns it.</summary>
    public required string Owner { get; init; }

    /// <summary>The permissions in octal, such as 0600.</summary>
    public required string Mode { get; init; }

    /// <summary>The processes that have it open, as far as this user may look.</summary>
    public IReadOnlyList<int> ProcessId { get; init; } = [];

    /// <summary>Whether no process has it open; null if this user may not look at all processes.</summary>
    public bool? IsOrphan { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text(Name, Key, Id);

    /// <summary>The name of a queue, or what stands for it.</summary>
    internal static string Text(string? name, int? key, int? id) =>
        name ?? FormattableString.Invariant($"message queue {id} (key 0x{key ?? 0:X8})");

    /// <summary>A queue in the middle of a sentence.</summary>
    internal static string Phrase(string? name, int? key, int? id) => name is null ? Text(name, key, id) : "the queue '" + name + "'";
}
