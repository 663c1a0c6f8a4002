using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>The message queue that an object means: an open one, or a name.</summary>
internal readonly record struct QueueReference(MessageQueue? Live, string Name)
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
                return new(live, live.Name!);
            case MessageQueueInfo info:
                return new(null, info.Name!);
            case string text:
                return new(null, text);
        }

        return (Properties.IsPlain(given) || IsCopyOf(given, "Selected.") || IsCopyOf(given, "Deserialized.")) && Properties.Text(given, nameof(Name)) is { } name
            ? new(null, name)
            : throw QueueArgumentErrors.NoQueue(given);
    }

    /// <summary>Opens the queue if it is not open; who opened it closes it.</summary>
    internal MessageQueue Open(bool allowForeignOwner) =>
        Live ?? MessageQueue.Open(Name, new MessageQueueOptions { Mode = SharedMemoryMode.Open, AllowForeignOwner = allowForeignOwner });

    private static bool IsCopyOf(object given, string prefix) =>
        Properties.IsCopyOf(given, s_info, prefix) || Properties.IsCopyOf(given, s_live, prefix);
}
