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
    /// <exception cref="MmapException">QueueListUnavailable.</exception>
    IReadOnlyList<string> QueueNames();

    /// <summary>What can be seen of queues; what does not exist is left out.</summary>
    /// <param name="names">The names. All processes are looked at once for all of them.</param>
    /// <param name="failed">Told of each queue of which nothing can be seen.</param>
    IReadOnlyList<MessageQueueInfo> DescribeQueues(IReadOnlyCollection<string> names, Action<string, MmapException> failed);

    /// <summary>Removes a name.</summary>
    void RemoveQueue(string name);
}
