using System;
using Xunit;

namespace MmapModule.Tests;

/// <summary>
/// A name for a message queue that nobody else has, removed at the end. Queues of tests are small: all queues of a user may
/// take 819200 bytes together.
/// </summary>
internal sealed class QueueScope : IDisposable
{
    internal QueueScope()
    {
        try
        {
            Open().Dispose();
            MessageQueueCatalog.Remove(Name);
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.FlagNotSupported)
        {
            Assert.Skip("needs a kernel with POSIX message queues");
        }
    }

    internal string Name { get; } = TestRun.Name + "-" + Guid.NewGuid().ToString("N");

    public void Dispose()
    {
        try
        {
            MessageQueueCatalog.Remove(Name);
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.QueueNotFound)
        {
        }
    }

    internal MessageQueue Open(int messages = 4, int size = 64, SharedMemoryMode mode = SharedMemoryMode.OpenOrCreate) =>
        MessageQueue.Open(Name, new MessageQueueOptions { MaxMessages = messages, MessageSize = size, Mode = mode });

    /// <summary>Skips the test where this user cannot list queues.</summary>
    internal static void NeedsList()
    {
        try
        {
            _ = MessageQueueCatalog.Names();
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.QueueListUnavailable)
        {
            Assert.Skip("needs /dev/mqueue, or root");
        }
    }
}
