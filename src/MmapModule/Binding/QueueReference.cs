using System;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>The message queue that an object means: an open one, a name, or the id of a System V queue.</summary>
internal readonly record struct QueueReference(MessageQueue? Live, string? Name, int? Id, MessageQueueKind? Kind = null)
{
    private static readonly string s_info = typeof(MessageQueueInfo).FullName!;
    private static readonly string s_live = typeof(MessageQueue).FullName!;

    /// <summary>Finds out; what just has a property Name, such as a process, is none.</summary>
    /// <exception cref="MmapException">InvalidArgument.</exception>
    internal static QueueReference Of(object given)
    {
        switch (PlainValue.Of(given))
        {
            case MessageQueue live:
                return new(live, live.Name, live.Id, live.Kind);
            case MessageQueueInfo info:
                return new(null, info.Name, info.Id, info.Kind);
            case string text:
                return new(null, text, null);
        }

        if (Properties.IsPlain(given) || IsCopyOf(given, "Selected.") || IsCopyOf(given, "Deserialized."))
        {
            if (Properties.Text(given, nameof(Name)) is { } name)
            {
                return new(null, name, null, Enum.TryParse(Properties.Value(given, nameof(Kind))?.ToString(), out MessageQueueKind kind) ? kind : null);
            }

            if (Properties.Value(given, nameof(Id)) is { } id && PlainValue.Of(id) is int number)
            {
                return new(null, null, number);
            }
        }

        throw QueueArgumentErrors.NoQueue(given);
    }

    /// <summary>Opens the queue if it is not open; who opened it closes it.</summary>
    internal MessageQueue Open(bool allowForeignOwner)
    {
        MessageQueueOptions options = new() { Mode = SharedMemoryMode.Open, Kind = Kind, AllowForeignOwner = allowForeignOwner };
        return Live ?? (Name is not null ? MessageQueue.Open(Name, options) : MessageQueue.OpenId(Id!.Value, options));
    }

    private static bool IsCopyOf(object given, string prefix) =>
        Properties.IsCopyOf(given, s_info, prefix) || Properties.IsCopyOf(given, s_live, prefix);
}
