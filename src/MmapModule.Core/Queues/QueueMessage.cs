using System;

namespace MmapModule;

/// <summary>A message that was received.</summary>
public sealed class QueueMessage
{
    internal QueueMessage(object value, MessageLabel label, string queue)
    {
        Value = value;
        Priority = label.Priority;
        Type = label.Type;
        Queue = queue;
        Time = DateTime.Now;
    }

    /// <summary>When it was received; queues do not say when it was sent.</summary>
    public DateTime Time { get; }

    /// <summary>Its priority: a queue gives the highest first, and of the same one the oldest.</summary>
    public int Priority { get; }

    /// <summary>Its type in a System V queue; null in others.</summary>
    public long? Type { get; }

    /// <summary>The message: bytes, or what was made of them.</summary>
    public object Value { get; }

    /// <summary>The queue that it came from.</summary>
    public string Queue { get; }

    /// <summary>All that it has besides its bytes.</summary>
    internal MessageLabel Label => new(Priority, Type);

    /// <inheritdoc/>
    public override string ToString() => Value is byte[] bytes ? FormattableString.Invariant($"{bytes.Length} bytes from {Queue}") : Value.ToString() ?? string.Empty;
}
