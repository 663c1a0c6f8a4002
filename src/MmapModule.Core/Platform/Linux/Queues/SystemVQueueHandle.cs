using System;
using System.Buffers;
using System.Runtime.InteropServices;
using System.Threading;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Proc;
using MmapModule.Platform.Linux.Semaphores;
using MmapModule.Platform.Linux.SystemV;

namespace MmapModule.Platform.Linux.Queues;

/// <summary>A System V message queue. The kernel keeps it; here is only its id.</summary>
internal sealed unsafe class SystemVQueueHandle : IQueueHandle
{
    private const string LargestMessage = "/proc/sys/kernel/msgmax";

    /// <summary>The type comes before the bytes.</summary>
    private const int TypeSize = sizeof(long);

    /// <summary>The type of messages for which none is given.</summary>
    private const long UsualType = 1;

    /// <summary>Room for a message at first; there is more if one does not fit.</summary>
    private const int FirstRoom = 1024;

    /// <summary>What the kernel allows unless it is told otherwise.</summary>
    private const long UsualLargest = 8192;

    /// <summary>The longest pause between two looks, in milliseconds.</summary>
    private const int LongestPause = 20;

    /// <summary>After so many looks the pause becomes a millisecond longer: who exchanges messages quickly waits little, and who waits long costs little.</summary>
    private const int LooksPerPause = 8;

    private readonly SystemVTarget _target;
    private readonly int _id;
    private long _messageSize;
    private int _room = FirstRoom;
    private volatile bool _isClosed;

    internal SystemVQueueHandle(SystemVQueue queue)
    {
        _target = SystemVTarget.Queue(null, queue.Id, wasOpen: true);
        _id = queue.Id;
        Key = queue.Key;
        Owner = LinuxUsers.Name(queue.OwnerId);
        IsOwn = queue.OwnerId == Libc.geteuid();
        Mode = FileModes.Text(queue.Mode);
    }

    /// <inheritdoc/>
    public string? Name => null;

    /// <inheritdoc/>
    public int? Key { get; }

    /// <inheritdoc/>
    public int? Id => _id;

    /// <inheritdoc/>
    public MessageQueueKind Kind => MessageQueueKind.SystemV;

    /// <inheritdoc/>
    public long? MaxMessages => null;

    /// <inheritdoc/>
    public long MessageSize => _messageSize = Largest(Capacity);

    /// <inheritdoc/>
    public long? Capacity => (long?)SystemVQueues.Stat(_id)?.msg_qbytes;

    /// <inheritdoc/>
    public string Owner { get; }

    /// <inheritdoc/>
    public bool IsOwn { get; }

    /// <inheritdoc/>
    public string Mode { get; }

    /// <summary>How many bytes a message may have in a queue that holds so many.</summary>
    internal static long Largest(long? capacity) => Math.Min(ProcNumbers.First(LargestMessage) ?? UsualLargest, capacity ?? long.MaxValue);

    /// <inheritdoc/>
    public QueueState? Read() =>
        _isClosed ? null
        : SystemVQueues.Stat(_id) is { } stat ? new QueueState((long)stat.msg_qnum, (long)stat.msg_cbytes)
        : SystemVQueue.Find(_id) is { } line ? new QueueState(line.Messages, line.Bytes)
        : null;

    /// <inheritdoc/>
    public void Check(int length, MessageLabel label)
    {
        if (label.Priority != 0)
        {
            throw QueueErrors.NoPriorities(this);
        }

        if (label.Type <= 0)
        {
            throw QueueErrors.BadType(label.Type.Value);
        }

        // The limits may have been raised since the last look.
        if (length > _messageSize && length > MessageSize)
        {
            ThrowIfClosed();
            throw TooLong(length);
        }
    }

    /// <inheritdoc/>
    public void Check(MessageChoice choice)
    {
        if (choice.IsExcept && choice.Type <= 0)
        {
            throw QueueErrors.BadExcept(choice.Type);
        }
    }

    /// <inheritdoc/>
    // SAFETY: the buffer is pinned, and has the type and as many bytes as the kernel is told.
    public bool TrySend(ReadOnlySpan<byte> message, MessageLabel label)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(TypeSize + message.Length);
        try
        {
            BitConverter.TryWriteBytes(buffer, label.Type ?? UsualType);
            message.CopyTo(buffer.AsSpan(TypeSize));
            fixed (byte* bytes = buffer)
            {
                for (int attempt = 1; ; attempt++)
                {
                    ThrowIfClosed();
                    if (Libc.msgsnd(_id, bytes, (nuint)message.Length, IpcConstants.IPC_NOWAIT) == 0)
                    {
                        return true;
                    }

                    int errno = Marshal.GetLastPInvokeError();
                    if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
                    {
                        return IsFull(errno, message.Length) ? false : throw Failure(errno, "msgsnd");
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public byte[]? TryReceive(MessageChoice choice, out MessageLabel label)
    {
        while (true)
        {
            int room = _room;
            byte[] buffer = ArrayPool<byte>.Shared.Rent(TypeSize + room);
            try
            {
                int length = Receive(buffer, room, choice);
                if (length >= 0)
                {
                    label = new MessageLabel(0, BitConverter.ToInt64(buffer));
                    return buffer.AsSpan(TypeSize, length).ToArray();
                }

                if (length == -Errno.ENOMSG)
                {
                    label = default;
                    return null;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            // It does not fit, and is still in the queue.
            _room = room >= Array.MaxLength / 4 ? Array.MaxLength - TypeSize : room * 2;
        }
    }

    /// <inheritdoc/>
    public void Sleep(bool forRoom, int attempt, int milliseconds)
    {
        // No call waits for such a queue only for some time, and a call that waits forever would not see Ctrl+C.
        ThrowIfClosed();
        Thread.Sleep(Math.Min(milliseconds, Math.Min(1 + (attempt / LooksPerPause), LongestPause)));
    }

    /// <inheritdoc/>
    public void Dispose() => _isClosed = true;

    /// <summary>The length of a message, or the negative error number if there is none (ENOMSG), or not enough room (E2BIG).</summary>
    // SAFETY: the buffer is pinned, and has the type and as much room as the kernel is told.
    private int Receive(byte[] buffer, int room, MessageChoice choice)
    {
        int flags = IpcConstants.IPC_NOWAIT | (choice.IsExcept ? IpcConstants.MSG_EXCEPT : 0);
        fixed (byte* bytes = buffer)
        {
            for (int attempt = 1; ; attempt++)
            {
                ThrowIfClosed();
                nint length = Libc.msgrcv(_id, bytes, (nuint)room, (nint)choice.Type, flags);
                if (length >= 0)
                {
                    return (int)length;
                }

                int errno = Marshal.GetLastPInvokeError();
                if (errno == Errno.ENOMSG || (errno == Errno.E2BIG && room < Array.MaxLength - TypeSize))
                {
                    return -errno;
                }

                if (errno != Errno.EINTR || attempt == Interrupted.Attempts)
                {
                    throw Failure(errno, "msgrcv");
                }
            }
        }
    }

    /// <summary>Whether there may be room later; throws if the message is longer than the limits, which may have been lowered.</summary>
    private bool IsFull(int errno, int length)
    {
        bool isTooLong = errno switch
        {
            Errno.EAGAIN => SystemVQueues.Stat(_id) is { } stat && (ulong)length > stat.msg_qbytes,
            Errno.EINVAL => SystemVQueue.Find(_id) is not null && length > MessageSize,
            _ => false,
        };
        return isTooLong ? throw TooLong(length) : errno == Errno.EAGAIN;
    }

    private MmapException Failure(int errno, string call) => SystemVErrors.Translate(errno, call, _target);

    private MmapException TooLong(int length) => new(
        MmapErrorKind.MessageTooLong,
        FormattableString.Invariant($"The message has {length} bytes, and the kernel allows {ProcNumbers.First(LargestMessage)} in a message (kernel.msgmax) and {Capacity} in {_target} (kernel.msgmnb when it was created)."),
        "Send it in parts, or raise the limits: sysctl kernel.msgmax kernel.msgmnb. Large data is better put into shared memory or a file, whose name is then sent.")
    {
        Length = length,
        IsWrite = true,
    };

    private void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw QueueErrors.Closed(this);
        }
    }
}
