using System;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What queues cannot do on Windows says so.</summary>
[OnlyOn("Windows", "its queues are those of the module")]
public sealed class WindowsQueueTests
{
    [Fact]
    public void Permissions_of_others_are_refused_and_nothing_is_made()
    {
        string name = TestRun.Name + "-" + Guid.NewGuid().ToString("N");
        MessageQueueOptions options = new() { Kind = MessageQueueKind.Shared, Permission = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead };
        Expect.Failure(MmapErrorKind.PlatformNotSupported, () => MessageQueue.Open(name, options));
        Expect.Failure(MmapErrorKind.QueueNotFound, () => MessageQueue.Open(name, new() { Mode = SharedMemoryMode.Open }));
    }
}
