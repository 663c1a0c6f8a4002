using MmapModule.Platform.Linux.Access;

namespace MmapModule.Platform.Linux.SharedQueues;

/// <summary>Sleeping by futex(2), which knows a word of a file by the file and the offset.</summary>
internal sealed class FutexWaiting : IQueueWaiting
{
    internal static FutexWaiting Instance { get; } = new();

    /// <inheritdoc/>
    public int Wake(nint word, int offset, int count) => Futex.Wake(word, count);

    /// <inheritdoc/>
    public bool Sleep(nint word, int offset, uint value, int milliseconds) => Futex.Wait([word], [value], milliseconds * 1_000_000L);
}
