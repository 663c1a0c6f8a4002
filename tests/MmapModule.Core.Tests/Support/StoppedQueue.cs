using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Platform;

namespace MmapModule.Tests;

/// <summary>A queue whose only message comes at the very moment when the wait for it is ended.</summary>
internal sealed class StoppedQueue(CancellationTokenSource stop) : IQueueHandle
{
    internal static readonly byte[] Message = [1, 2, 3];
    internal static readonly MessageLabel Label = new(0, 7);

    public string? Name => "stopped";

    public int? Key => null;

    public int? Id => null;

    public MessageQueueKind Kind => MessageQueueKind.Posix;

    public long? MaxMessages => 1;

    public long MessageSize => 8;

    public long? Capacity => null;

    public string Owner => string.Empty;

    public bool IsOwn => true;

    public string Mode => "0600";

    /// <summary>What was put back.</summary>
    internal List<(byte[] Message, MessageLabel Label)> Sent { get; } = [];

    public QueueState? Read() => null;

    public void Check(int length, MessageLabel label)
    {
    }

    public void Check(MessageChoice choice)
    {
    }

    public bool TrySend(ReadOnlySpan<byte> message, MessageLabel label)
    {
        Sent.Add((message.ToArray(), label));
        return true;
    }

    public byte[]? TryReceive(MessageChoice choice, out MessageLabel label)
    {
        stop.Cancel();
        label = Label;
        return Message;
    }

    public void Sleep(bool forRoom, int attempt, int milliseconds)
    {
    }

    public void Dispose()
    {
    }
}
