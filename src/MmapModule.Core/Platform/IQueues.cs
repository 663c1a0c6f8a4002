using System;
using System.Collections.Generic;

namespace MmapModule.Platform;

/// <summary>Message queues that processes share, by name (POSIX) or by key and id (System V).</summary>
internal interface IQueues
{
    /// <summary>Opens or creates a queue.</summary>
    /// <exception cref="MmapException">QueueNotFound, QueueExists, QueueLimit, NotPermitted and others.</exception>
    IQueueHandle Open(string name, MessageQueueOptions options);

    /// <summary>Opens or creates a queue with a key; 0 always creates one.</summary>
    IQueueHandle OpenKey(int key, MessageQueueOptions options);

    /// <summary>Opens the queue with an id.</summary>
    IQueueHandle OpenId(int id, MessageQueueOptions options);

    /// <summary>The names of all queues, in order.</summary>
    /// <param name="failed">Told if the queues of a kind cannot be listed.</param>
    IReadOnlyList<string> QueueNames(Action<MmapException> failed);

    /// <summary>What can be seen of queues; what does not exist is left out.</summary>
    /// <param name="names">The names. All processes are looked at once for all of them.</param>
    /// <param name="failed">Told of each queue of which nothing can be seen.</param>
    IReadOnlyList<MessageQueueInfo> DescribeQueues(IReadOnlyCollection<string> names, Action<string, MmapException> failed);

    /// <summary>What can be seen of all queues with an id, in the order of their ids.</summary>
    IReadOnlyList<MessageQueueInfo> DescribeQueues();

    /// <summary>Removes a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind">Of which kind of queue; null for the only one of that name.</param>
    void RemoveQueue(string name, MessageQueueKind? kind);

    /// <summary>Removes the queue with an id.</summary>
    void RemoveQueue(int id);
}
