using System;
using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace MmapModule.Platform.Linux.Queues;

/// <summary>An open POSIX message queue.</summary>
internal sealed class PosixQueueHandle : IQueueHandle
{
    private readonly SafeFileHandle _queue;

    internal PosixQueueHandle(SafeFileHandle queue) => _queue = queue;

    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public MessageQueueKind Kind => MessageQueueKind.Posix;

    /// <inheritdoc/>
    public required long MaxMessages { get; init; }

    /// <inheritdoc/>
    public required long MessageSize { get; init; }

    /// <inheritdoc/>
    public required string Owner { get; init; }

    /// <inheritdoc/>
    public required bool IsOwn { get; init; }

    /// <inheritdoc/>
    public required string Mode { get; init; }

    /// <inheritdoc/>
    public QueueState? Read()
    {
        try
        {
            return QueueCalls.Attributes(_queue) is { } found ? new QueueState(found.mq_curmsgs, QueueCalls.Bytes(_queue)) : null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> message, int priority)
    {
        try
        {
            return QueueCalls.TrySend(_queue, Name, message, priority);
        }
        catch (ObjectDisposedException)
        {
            throw QueueErrors.Closed(Name);
        }
    }

    /// <inheritdoc/>
    public byte[]? TryReceive(out int priority)
    {
        // The kernel wants room for the longest message, whatever comes.
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)MessageSize);
        try
        {
            int length = QueueCalls.TryReceive(_queue, Name, buffer, out priority);
            return length < 0 ? null : buffer.AsSpan(0, length).ToArray();
        }
        catch (ObjectDisposedException)
        {
            throw QueueErrors.Closed(Name);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public void Sleep(bool forRoom, int milliseconds)
    {
        try
        {
            QueueCalls.Sleep(_queue, forRoom, milliseconds);
        }
        catch (ObjectDisposedException)
        {
            throw QueueErrors.Closed(Name);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();
}
