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
    public int? Key => null;

    /// <inheritdoc/>
    public int? Id => null;

    /// <inheritdoc/>
    public MessageQueueKind Kind => MessageQueueKind.Posix;

    /// <inheritdoc/>
    public required long? MaxMessages { get; init; }

    /// <inheritdoc/>
    public required long MessageSize { get; init; }

    /// <inheritdoc/>
    public long? Capacity => null;

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
    public void Check(int length, MessageLabel label)
    {
        if (label.Type is not null)
        {
            throw QueueErrors.NoTypes(this);
        }

        if (label.Priority is < 0 or > MessageQueue.HighestPriority)
        {
            throw QueueErrors.BadPriority(label.Priority);
        }

        if (length > MessageSize)
        {
            throw QueueErrors.MessageTooLong(this, length);
        }
    }

    /// <inheritdoc/>
    public void Check(MessageChoice choice)
    {
        if (choice != default)
        {
            throw QueueErrors.NoTypes(this);
        }
    }

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> message, MessageLabel label)
    {
        try
        {
            return QueueCalls.TrySend(_queue, Name, message, label.Priority);
        }
        catch (ObjectDisposedException)
        {
            throw QueueErrors.Closed(this);
        }
    }

    /// <inheritdoc/>
    public byte[]? TryReceive(MessageChoice choice, out MessageLabel label)
    {
        // The kernel wants room for the longest message, whatever comes.
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)MessageSize);
        try
        {
            int length = QueueCalls.TryReceive(_queue, Name, buffer, out int priority);
            label = new MessageLabel(priority);
            return length < 0 ? null : buffer.AsSpan(0, length).ToArray();
        }
        catch (ObjectDisposedException)
        {
            throw QueueErrors.Closed(this);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public void Sleep(bool forRoom, int attempt, int milliseconds)
    {
        try
        {
            QueueCalls.Sleep(_queue, forRoom, milliseconds);
        }
        catch (ObjectDisposedException)
        {
            throw QueueErrors.Closed(this);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();
}
