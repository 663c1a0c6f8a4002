namespace MmapModule.Platform.Windows.Errors;

/// <summary>The errors about message queues.</summary>
internal static class QueueCallErrors
{
    internal static MmapException NoQueues() => new(
        MmapErrorKind.PlatformNotSupported,
        "Windows has no message queues that processes find by a name, and this module has none of its own there.",
        "Share memory (New-MemoryMap) with a semaphore that counts the messages (New-SharedSemaphore), or use a named pipe of .NET.");
}
