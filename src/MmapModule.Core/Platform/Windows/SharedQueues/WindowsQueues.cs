using System;
using System.Collections.Generic;
using MmapModule.Platform.Windows.Errors;

namespace MmapModule.Platform.Windows.SharedQueues;

/// <summary>Message queues: only those of the module, since Windows has none that processes find by a name.</summary>
internal sealed class WindowsQueues : IQueues
{
    private readonly SharedQueueFolder _shared;

    internal WindowsQueues(IMapPlatform platform) => _shared = new SharedQueueFolder(platform);

    /// <inheritdoc/>
    public IQueueHandle Open(string name, MessageQueueOptions options) =>
        options.Kind is null or MessageQueueKind.Shared && options.MaxMessages is null && options.MessageSize is null
            ? _shared.Open(name, options)
            : throw QueueCallErrors.NoPosix();

    /// <inheritdoc/>
    public IQueueHandle OpenKey(int key, MessageQueueOptions options) => throw SectionErrors.NoSegments();

    /// <inheritdoc/>
    public IQueueHandle OpenId(int id, MessageQueueOptions options) => throw SectionErrors.NoSegments();

    /// <inheritdoc/>
    public IReadOnlyList<string> QueueNames(Action<MmapException> failed) => SharedQueueFolder.Names();

    /// <inheritdoc/>
    public IReadOnlyList<MessageQueueInfo> DescribeQueues(IReadOnlyCollection<string> names, Action<string, MmapException> failed)
    {
        List<MessageQueueInfo> found = [];
        foreach (string name in names)
        {
            try
            {
                if (_shared.Describe(name) is { } info)
                {
                    found.Add(info);
                }
            }
            catch (MmapException error)
            {
                failed(name, error);
            }
        }

        return found;
    }

    /// <inheritdoc/>
    /// <remarks>There are none.</remarks>
    public IReadOnlyList<MessageQueueInfo> DescribeQueues() => [];

    /// <inheritdoc/>
    public void RemoveQueue(string name, MessageQueueKind? kind)
    {
        if (kind is not (null or MessageQueueKind.Shared))
        {
            throw QueueCallErrors.NotFound(name);
        }

        SharedQueueFolder.Remove(name);
    }

    /// <inheritdoc/>
    public void RemoveQueue(int id) => throw SectionErrors.NoSegments();
}
