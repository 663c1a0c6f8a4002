using System;
using System.Buffers.Binary;
using System.Threading;
using MmapModule.Platform;
using MmapModule.Waiting;

namespace MmapModule.SharedQueues;

/// <summary>An open shared queue, attached to a slot of its own.</summary>
internal sealed class SharedQueueHandle : IQueueHandle
{
    /// <summary>How long somebody alive may keep a lock before an attempt fails: it is held for one copy only.</summary>
    private const int LockMilliseconds = 50;

    private const int SpinLength = 10;
    private const int StateAttempts = 100;

    /// <summary>Senders are woken when this part of the ring is free.</summary>
    private const int WakePart = 4;

    /// <summary>Frames up to this length are put together before they are written.</summary>
    private const int ShortFrame = 1024;

    /// <summary>The head that the last attempt of this thread to send has seen: when it moves, there may be room.</summary>
    [ThreadStatic]
    private static ulong t_seenHead;

    private readonly QueueFile _file;
    private readonly QueueLock _sendLock;
    private readonly QueueLock _receiveLock;
    private readonly QueueSignal _messages;
    private readonly QueueSignal _room;
    private readonly object _sendGate = new();
    private readonly object _receiveGate = new();
    private long _messageSpin = WaitPace.MostSpin;
    private long _roomSpin = WaitPace.MostSpin;
    private volatile bool _isClosed;

    /// <param name="file">The file, which the object owns.</param>
    /// <param name="slot">A slot that has been taken.</param>
    internal SharedQueueHandle(QueueFile file, uint slot)
    {
        _file = file;
        _sendLock = new QueueLock(file, QueueLayout.SendLock, slot);
        _receiveLock = new QueueLock(file, QueueLayout.ReceiveLock, slot);
        _messages = new QueueSignal(file, QueueLayout.MessageSignal);
        _room = new QueueSignal(file, QueueLayout.RoomSignal);
        using PageUse use = file.Use();
        _sendLock.Clear(use.Address);
        _receiveLock.Clear(use.Address);
    }

    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public int? Key => null;

    /// <inheritdoc/>
    public int? Id => null;

    /// <inheritdoc/>
    public MessageQueueKind Kind => MessageQueueKind.Shared;

    /// <inheritdoc/>
    public long? MaxMessages => null;

    /// <inheritdoc/>
    public long MessageSize => _file.Capacity - QueueLayout.FrameHead;

    /// <inheritdoc/>
    public long? Capacity => _file.Capacity;

    /// <inheritdoc/>
    public required string Owner { get; init; }

    /// <inheritdoc/>
    public required bool IsOwn { get; init; }

    /// <inheritdoc/>
    public required string Mode { get; init; }

    /// <inheritdoc/>
    public QueueState? Read()
    {
        using PageUse use = _file.Use();
        return use.IsMapped && !_isClosed ? Read(use.Address) : null;
    }

    /// <inheritdoc/>
    public void Check(int length, MessageLabel label)
    {
        if (label.Type is not null)
        {
            throw QueueErrors.NoTypes(this);
        }

        if (label.Priority != 0)
        {
            throw QueueErrors.NoPriorities(this);
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
        using PageUse use = Use();
        long frame = (long)QueueLayout.FrameHead + message.Length;
        if (IsFull(use.Address, frame))
        {
            _file.CheckWhole(use.Address);
            return false;
        }

        if (!Monitor.TryEnter(_sendGate, LockMilliseconds))
        {
            return false;
        }

        bool isSent = false;
        try
        {
            ThrowIfClosed();
            if (_sendLock.TryEnter(use.Address, LockMilliseconds))
            {
                try
                {
                    isSent = TryPut(use.Address, frame, message);
                }
                finally
                {
                    _sendLock.Leave(use.Address);
                }
            }
        }
        finally
        {
            Monitor.Exit(_sendGate);
        }

        if (isSent)
        {
            _messages.WakeOne(use.Address);
        }

        return isSent;
    }

    /// <inheritdoc/>
    public byte[]? TryReceive(MessageChoice choice, out MessageLabel label)
    {
        label = default;
        using PageUse use = Use();
        if (IsEmpty(use.Address))
        {
            _file.CheckWhole(use.Address);
            return null;
        }

        if (!Monitor.TryEnter(_receiveGate, LockMilliseconds))
        {
            return null;
        }

        byte[]? message = null;
        try
        {
            ThrowIfClosed();
            if (_receiveLock.TryEnter(use.Address, LockMilliseconds))
            {
                try
                {
                    message = TryTake(use.Address);
                }
                finally
                {
                    _receiveLock.Leave(use.Address);
                }
            }
        }
        finally
        {
            Monitor.Exit(_receiveGate);
        }

        if (message is not null && IsWorthAWake(use.Address))
        {
            _room.WakeAll(use.Address);
        }

        return message;
    }

    /// <inheritdoc/>
    public void Sleep(bool forRoom, int attempt, int milliseconds)
    {
        using PageUse use = Use();
        _file.CheckWhole(use.Address);
        ulong seen = t_seenHead;
        if (milliseconds == 0 || (attempt == 0 && Spin(use.Address, forRoom, seen)))
        {
            return;
        }

        QueueSignal signal = forRoom ? _room : _messages;
        uint announced = signal.Announce(use.Address);
        if (!HasMoved(use.Address, forRoom, seen) && !signal.Sleep(use.Address, announced, milliseconds))
        {
            // A sandbox forbids the call, or the file is gone, which the next look reports.
            Thread.Sleep(1);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The slot is given back with the file. Until a thread that is inside has left, nobody may think that it is dead.
        lock (_sendGate)
        {
            lock (_receiveGate)
            {
                _isClosed = true;
                _file.Dispose();
            }
        }
    }

    private PageUse Use()
    {
        ThrowIfClosed();
        PageUse use = _file.Use();
        return use.IsMapped ? use : throw QueueErrors.Closed(this);
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw QueueErrors.Closed(this);
        }
    }

    /// <summary>The head is read before the tail, which only moves away from it: what is equal was equal when the head was read.</summary>
    private bool IsEmpty(nint start) => _file.Load(start, QueueLayout.Head) == _file.Load(start, QueueLayout.Tail);

    /// <summary>Whether there is no room; without the lock, so false is only a guess.</summary>
    private bool IsFull(nint start, long frame)
    {
        QueuePosition tail = _file.Load(start, QueueLayout.Tail);
        QueuePosition head = _file.Load(start, QueueLayout.Head);
        t_seenHead = head.Word;
        return head.IsPossible(tail, _file.Capacity) && _file.Capacity - head.BytesTo(tail, _file.Capacity) < frame;
    }

    /// <summary>
    /// Senders that are woken for each message fill its place and sleep again, which takes many times as long as the message.
    /// They look for themselves now and then.
    /// </summary>
    private bool IsWorthAWake(nint start)
    {
        QueuePosition head = _file.Load(start, QueueLayout.Head);
        QueuePosition tail = _file.Load(start, QueueLayout.Tail);
        return head.BytesTo(tail, _file.Capacity) <= _file.Capacity - (_file.Capacity / WakePart);
    }

    private bool HasMoved(nint start, bool forRoom, ulong seen) =>
        forRoom ? _file.Load(start, QueueLayout.Head).Word != seen : !IsEmpty(start);

    /// <summary>Looks for some microseconds before a sleep, which takes longer than an answer that is on its way.</summary>
    private bool Spin(nint start, bool forRoom, ulong seen)
    {
        ref long spin = ref forRoom ? ref _roomSpin : ref _messageSpin;
        WaitPace pace = new(-1, Volatile.Read(ref spin));
        bool hasMoved = false;
        while (!hasMoved && pace.Next(0) == 0)
        {
            Thread.SpinWait(SpinLength);
            hasMoved = HasMoved(start, forRoom, seen);
        }

        Volatile.Write(ref spin, hasMoved ? WaitPace.MostSpin : pace.NextSpin);
        return hasMoved;
    }

    /// <summary>Puts a message into the ring if there is room. The caller has the lock for sending.</summary>
    private bool TryPut(nint start, long frame, ReadOnlySpan<byte> message)
    {
        QueuePosition tail = _file.Load(start, QueueLayout.Tail);
        QueuePosition head = Ends(start, ref tail);
        if (_file.Capacity - head.BytesTo(tail, _file.Capacity) < frame)
        {
            t_seenHead = head.Word;
            return false;
        }

        Span<byte> bytes = stackalloc byte[ShortFrame];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[sizeof(uint)..], tail.Number);
        if (frame <= ShortFrame)
        {
            message.CopyTo(bytes[QueueLayout.FrameHead..]);
            _file.Write(start, tail.Offset, bytes[..(int)frame]);
        }
        else
        {
            _file.Write(start, tail.Offset, bytes[..QueueLayout.FrameHead]);
            _file.Write(start, (tail.Offset + QueueLayout.FrameHead) % _file.Capacity, message);
        }

        _file.CheckWhole(start);
        _file.Commit(start, QueueLayout.Tail, tail, tail.After(frame, _file.Capacity));
        return true;
    }

    /// <summary>Takes the first message out of the ring. The caller has the lock for receiving.</summary>
    private byte[]? TryTake(nint start)
    {
        QueuePosition tail = default;
        QueuePosition head = Ends(start, ref tail);
        if (head == tail)
        {
            return null;
        }

        (uint length, uint number) = FrameAt(start, head);
        long frame = (long)QueueLayout.FrameHead + length;
        long used = head.BytesTo(tail, _file.Capacity);
        QueuePosition next = head.After(frame, _file.Capacity);
        bool isMessage = number == head.Number && (head.CountTo(tail) == 1 ? frame == used
            : frame <= used - QueueLayout.FrameHead && FrameAt(start, next).Number == next.Number);
        if (!isMessage)
        {
            _file.CheckWhole(start);
            throw _file.Invalid("the message at its head is not one.");
        }

        byte[] message = GC.AllocateUninitializedArray<byte>((int)length);
        _file.Read(start, (head.Offset + QueueLayout.FrameHead) % _file.Capacity, message);
        _file.CheckWhole(start);
        _file.Commit(start, QueueLayout.Head, head, next);
        return message;
    }

    private (uint Length, uint Number) FrameAt(nint start, QueuePosition position)
    {
        Span<byte> bytes = stackalloc byte[QueueLayout.FrameHead];
        _file.Read(start, position.Offset, bytes);
        return (BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[sizeof(uint)..]));
    }

    /// <summary>Reads both ends of what is in the ring; whoever has a lock knows that his end stays.</summary>
    private QueuePosition Ends(nint start, ref QueuePosition tail)
    {
        QueuePosition head = _file.Load(start, QueueLayout.Head);
        tail = _file.Load(start, QueueLayout.Tail);
        return head.IsPossible(tail, _file.Capacity) ? head : throw _file.Invalid("its ends contradict each other.");
    }

    /// <summary>Reads both ends without a lock, until the head has not moved in between.</summary>
    private QueueState? Read(nint start)
    {
        try
        {
            for (int attempt = 0; attempt < StateAttempts; attempt++)
            {
                QueuePosition head = _file.Load(start, QueueLayout.Head);
                QueuePosition tail = _file.Load(start, QueueLayout.Tail);
                if (_file.Load(start, QueueLayout.Head) == head)
                {
                    return QueuePosition.State(head, tail, _file.Capacity);
                }
            }
        }
        catch (Exception error) when (error is MmapException or ObjectDisposedException)
        {
            // It is gone.
        }

        return null;
    }
}
