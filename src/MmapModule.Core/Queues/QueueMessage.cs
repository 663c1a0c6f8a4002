using System;

namespace MmapModule;

/// <summary>A message that was received.</summary>
public sealed class QueueMessage
{
    internal QueueMessage(object value, int priority, string queue)
    {
        Value = value;
        Priority = priority;
        Queue = queue;
        Time = DateTime.Now;
    }

    /// <summary>When it was received; queues do not say when it was sent.</summary>
    public DateTime Time { get; }

    /// <summary>Its priority: a queue gives the highest first, and of the same one the oldest.</summary>
    public int Priority { get; }

    /// <summary>The message: bytes, or what was made of them.</summary>
    public object Value { get; }

    /// <summary>The queue that it came from.</summary>
    public string Queue { get; }

    /// <inheritdoc/>
    public override string ToString() => Value is byte[] bytes ? FormattableString.Invariant($"{bytes.Length} bytes from {Queue}") : Value.ToString() ?? string.Empty;
}
