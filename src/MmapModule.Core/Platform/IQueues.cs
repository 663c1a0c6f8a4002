using System;
using System.Collections.Generic;

namespace MmapModule.Platform;

/// <summary>Message queues that processes share, by name.</summary>
internal interface IQueues
{
    /// <summary>Opens or creates a queue.</summary>
    /// <exception cref="MmapException">QueueNotFound, QueueExists, QueueLimit, NotPermitted and others.</exception>
    IQueueHandle Open(string name, MessageQueueOptions options);

    /// <summary>The names of all queues, in order.</summary>
    /// <param name="failed">Told if the queues of a kind cannot be listed.</param>
    IReadOnlyList<string> QueueNames(Action<MmapException> failed);

    /// <summary>What can be seen of queues; what does not exist is left out.</summary>
    /// <param name="names">The names. All processes are looked at once for all of them.</param>
    /// <param name="failed">Told of each queue of which nothing can be seen.</param>
    IReadOnlyList<MessageQueueInfo> DescribeQueues(IReadOnlyCollection<string> names, Action<string, MmapException> failed);

    /// <summary>Removes a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind">Of which kind of queue; null for the only one of that name.</param>
    void RemoveQueue(string name, MessageQueueKind? kind);
}
