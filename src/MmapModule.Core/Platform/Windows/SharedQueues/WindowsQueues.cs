using System;
using System.Collections.Generic;
using MmapModule.Platform.Windows.Errors;

namespace MmapModule.Platform.Windows.SharedQueues;

/// <summary>Windows has no message queues that processes find by name, and the module's own needs what only Linux has so far.</summary>
internal sealed class WindowsQueues : IQueues
{
    /// <inheritdoc/>
    public IQueueHandle Open(string name, MessageQueueOptions options) => throw QueueCallErrors.NoQueues();

    /// <inheritdoc/>
    public IQueueHandle OpenKey(int key, MessageQueueOptions options) => throw QueueCallErrors.NoQueues();

    /// <inheritdoc/>
    public IQueueHandle OpenId(int id, MessageQueueOptions options) => throw QueueCallErrors.NoQueues();

    /// <inheritdoc/>
    public IReadOnlyList<string> QueueNames(Action<MmapException> failed) => throw QueueCallErrors.NoQueues();

    /// <inheritdoc/>
    public IReadOnlyList<MessageQueueInfo> DescribeQueues(IReadOnlyCollection<string> names, Action<string, MmapException> failed) => throw QueueCallErrors.NoQueues();

    /// <inheritdoc/>
    public IReadOnlyList<MessageQueueInfo> DescribeQueues() => throw QueueCallErrors.NoQueues();

    /// <inheritdoc/>
    public void RemoveQueue(string name, MessageQueueKind? kind) => throw QueueCallErrors.NoQueues();

    /// <inheritdoc/>
    public void RemoveQueue(int id) => throw QueueCallErrors.NoQueues();
}
