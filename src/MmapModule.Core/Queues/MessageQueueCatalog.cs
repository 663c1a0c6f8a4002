using System;
using System.Collections.Generic;
using System.Linq;
using MmapModule.Platform;
using MmapModule.Sharing;

namespace MmapModule;

/// <summary>The message queues of this machine.</summary>
public static class MessageQueueCatalog
{
    /// <summary>The names of all POSIX message queues and shared queues, in order.</summary>
    /// <returns>The names, without leading slash.</returns>
    /// <exception cref="MmapException">QueueListUnavailable: the file system that lists POSIX message queues is not mounted.</exception>
    public static IReadOnlyList<string> Names() => Names(static error => throw error);

    /// <summary>Looks at queues that have a name. All processes are looked at once for all of them.</summary>
    /// <param name="names">The names; what does not exist is left out.</param>
    /// <returns>A description of each.</returns>
    /// <exception cref="MmapException">InvalidArgument, for a name with a slash inside; AccessDenied, if nothing can be seen of one of them.</exception>
    public static IReadOnlyList<MessageQueueInfo> Describe(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return Describe([.. names.Select(ObjectName.Queue)], static (_, error) => throw error);
    }

    /// <summary>Looks at all System V message queues.</summary>
    /// <returns>A description of each, in the order of their ids.</returns>
    public static IReadOnlyList<MessageQueueInfo> SystemV() => MapPlatform.Current.Queues.DescribeQueues();

    /// <summary>Removes a queue by name; processes that have it open keep it.</summary>
    /// <param name="name">The name, with or without leading slash.</param>
    /// <param name="kind">Its kind; null if there is only one queue of that name.</param>
    /// <exception cref="MmapException">QueueNotFound, AccessDenied, NotPermitted or InvalidArgument.</exception>
    public static void Remove(string name, MessageQueueKind? kind = null) => MapPlatform.Current.Queues.RemoveQueue(ObjectName.Queue(name), kind);

    /// <summary>The names that can be listed.</summary>
    internal static IReadOnlyList<string> Names(Action<MmapException> failed) => MapPlatform.Current.Queues.QueueNames(failed);

    /// <summary>Removes a System V message queue with its messages; whoever waits for it gets an error.</summary>
    /// <param name="id">The id of the queue.</param>
    /// <exception cref="MmapException">QueueNotFound or NotPermitted.</exception>
    public static void RemoveId(int id) => MapPlatform.Current.Queues.RemoveQueue(id);

    /// <summary>The same for names that have been checked.</summary>
    internal static IReadOnlyList<MessageQueueInfo> Describe(IReadOnlyCollection<string> names, Action<string, MmapException> failed) =>
        MapPlatform.Current.Queues.DescribeQueues(names, failed);
}
