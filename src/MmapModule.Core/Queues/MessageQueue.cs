using System;
using System.Threading;
using MmapModule.Platform;
using MmapModule.Sharing;

namespace MmapModule;

/// <summary>An open message queue that processes share, of any kind.</summary>
/// <remarks>Each message is received once, by one of those who wait for it. Any thread may use the object.</remarks>
public sealed class MessageQueue : IDisposable
{
    /// <summary>Priorities go from 0 to this.</summary>
    public const int HighestPriority = 32767;

    /// <summary>For how long the module tries to put back a message that came together with Ctrl+C, in milliseconds.</summary>
    private const int PutBackMilliseconds = 100;

    private static readonly OpenObjects<MessageQueue> s_open = new();
    private readonly IQueueHandle _handle;

    /// <summary>Makes a queue of whatever kind the handle is.</summary>
    internal MessageQueue(IQueueHandle handle)
    {
        _handle = handle;
        s_open.Add(this);
    }

    /// <summary>The name; null for a System V queue.</summary>
    public string? Name => _handle.Name;

    /// <summary>The key of a System V queue, 0 for one without; null for others.</summary>
    public int? Key => _handle.Key;

    /// <summary>The id of a System V queue; null for others.</summary>
    public int? Id => _handle.Id;

    /// <summary>The mechanism.</summary>
    public MessageQueueKind Kind => _handle.Kind;

    /// <summary>How many messages it holds; null if only their bytes count.</summary>
    public long? MaxMessages => _handle.MaxMessages;

    /// <summary>How many bytes a message may have.</summary>
    public long MessageSize => _handle.MessageSize;

    /// <summary>How many bytes all messages may have together; null if only their number counts.</summary>
    public long? Capacity => _handle.Capacity;

    /// <summary>How many messages are in it at this moment; null if that cannot be read (any more).</summary>
    public long? MessageCount => _handle.Read()?.Messages;

    /// <summary>How many bytes the messages in it have together at this moment; null if that cannot be read (any more).</summary>
    public long? Bytes => _handle.Read()?.Bytes;

    /// <summary>The user who owned it when it was opened.</summary>
    public string Owner => _handle.Owner;

    /// <summary>The permissions when it was opened, in octal, such as 0600.</summary>
    public string Mode => _handle.Mode;

    /// <summary>Whether the user who runs this process owned it when it was opened.</summary>
    internal bool IsOwn => _handle.IsOwn;

    /// <summary>Opens or creates a queue with a name: a POSIX message queue, which is what mq_open(3) opens, or a shared queue if a capacity is given or if it is one.</summary>
    /// <param name="name">The name, with or without the leading slash of the C convention.</param>
    /// <param name="options">Whether to create it, and how.</param>
    /// <returns>The queue; it stays until it is removed by name, also when no process uses it.</returns>
    /// <exception cref="MmapException">QueueNotFound, QueueExists, QueueInvalid, QueueLimit, NotPermitted, AccessDenied and others.</exception>
    public static MessageQueue Open(string name, MessageQueueOptions? options = null) =>
        new(MapPlatform.Current.Queues.Open(ObjectName.Queue(name), Checked(options)));

    /// <summary>Opens or creates a System V message queue by its key.</summary>
    /// <param name="key">The key, on which programs agree; 0 creates a new queue, which is then known by its id.</param>
    /// <param name="options">Whether to create it, and how. The system decides how much it holds.</param>
    /// <returns>The queue; it stays until it is removed.</returns>
    /// <exception cref="MmapException">KeyNotFound, QueueExists, QueueLimit, NotPermitted, AccessDenied and others.</exception>
    public static MessageQueue OpenKey(int key, MessageQueueOptions? options = null) =>
        new(MapPlatform.Current.Queues.OpenKey(key, Checked(options)));

    /// <summary>Opens a System V message queue by its id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="options">Whether it may belong to another user.</param>
    /// <returns>The queue.</returns>
    /// <exception cref="MmapException">QueueNotFound or NotPermitted.</exception>
    public static MessageQueue OpenId(int id, MessageQueueOptions? options = null) =>
        new(MapPlatform.Current.Queues.OpenId(id, Checked(options)));

    /// <summary>Sends a message, and waits for room if the queue is full.</summary>
    /// <param name="message">The bytes, which may be none.</param>
    /// <param name="milliseconds">The longest wait; -1 to wait forever.</param>
    /// <param name="priority">Higher ones are received first.</param>
    /// <exception cref="MmapException">QueueTimeout, MessageTooLong, AccessDenied, ObjectRemoved, InvalidArgument.</exception>
    public void Send(byte[] message, int milliseconds = Timeout.Infinite, int priority = 0)
    {
        ArgumentNullException.ThrowIfNull(message);
        Send(message, SlicedWait.Time(milliseconds), new MessageLabel(priority), default);
    }

    /// <summary>Sends a message, and waits for room if the queue is full.</summary>
    /// <param name="message">The bytes, which may be none.</param>
    /// <param name="milliseconds">The longest wait; 0 to send only if there is room, -1 to wait forever.</param>
    /// <param name="priority">Higher ones are received first.</param>
    /// <returns>False if the time has expired.</returns>
    /// <exception cref="MmapException">MessageTooLong, AccessDenied, ObjectRemoved, InvalidArgument.</exception>
    public bool TrySend(byte[] message, int milliseconds = 0, int priority = 0)
    {
        ArgumentNullException.ThrowIfNull(message);
        return TrySend(message, SlicedWait.Time(milliseconds), new MessageLabel(priority), default);
    }

    /// <summary>Sends a message with a type to a System V queue, and waits for room if the queue is full.</summary>
    /// <param name="message">The bytes, which may be none.</param>
    /// <param name="type">The type, by which messages can be received; from 1 on. Send gives 1.</param>
    /// <param name="milliseconds">The longest wait; -1 to wait forever.</param>
    /// <exception cref="MmapException">QueueTimeout, MessageTooLong, AccessDenied, ObjectRemoved, InvalidArgument.</exception>
    public void SendTyped(byte[] message, long type, int milliseconds = Timeout.Infinite)
    {
        ArgumentNullException.ThrowIfNull(message);
        Send(message, SlicedWait.Time(milliseconds), new MessageLabel(0, type), default);
    }

    /// <summary>Receives the oldest message of a type from a System V queue, and waits for one if there is none.</summary>
    /// <param name="type">The type; 0 for any; a negative number for the lowest type up to its absolute value.</param>
    /// <param name="milliseconds">The longest wait; 0 to take one only if it is there, -1 to wait forever.</param>
    /// <param name="except">Receive any type but this one.</param>
    /// <returns>The message, whose value is its bytes; null if the time has expired.</returns>
    /// <exception cref="MmapException">AccessDenied, ObjectRemoved or InvalidArgument.</exception>
    public QueueMessage? ReceiveTyped(long type, int milliseconds = Timeout.Infinite, bool except = false) =>
        ReceiveMessage(SlicedWait.Time(milliseconds), new MessageChoice(type, except));

    /// <summary>Receives the oldest message of the highest priority, and waits for one if there is none.</summary>
    /// <param name="milliseconds">The longest wait; 0 to take one only if it is there, -1 to wait forever.</param>
    /// <returns>Its bytes; null if the time has expired.</returns>
    /// <exception cref="MmapException">AccessDenied or ObjectRemoved.</exception>
    public byte[]? Receive(int milliseconds = Timeout.Infinite) => Receive(SlicedWait.Time(milliseconds), default, out _, default);

    /// <summary>The same, with the priority of the message.</summary>
    /// <param name="milliseconds">The longest wait; 0 to take one only if it is there, -1 to wait forever.</param>
    /// <returns>The message, whose value is its bytes; null if the time has expired.</returns>
    /// <exception cref="MmapException">AccessDenied or ObjectRemoved.</exception>
    public QueueMessage? ReceiveMessage(int milliseconds = Timeout.Infinite) => ReceiveMessage(SlicedWait.Time(milliseconds), default);

    /// <summary>Closes it in this process; waits of other threads end with an error. The queue itself stays.</summary>
    public void Dispose()
    {
        s_open.Forget(this);
        _handle.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => MessageQueueInfo.Text(Name, Key, Id);

    /// <summary>Closes all that this process has open.</summary>
    internal static void CloseAll() => s_open.CloseAll();

    /// <summary>Throws if messages have no priority, not even the lowest.</summary>
    internal void RequirePriorities()
    {
        if (Kind != MessageQueueKind.Posix)
        {
            throw QueueErrors.NoPriorities(_handle);
        }
    }

    /// <summary>Sends, or throws QueueTimeout.</summary>
    internal void Send(byte[] message, TimeSpan timeout, MessageLabel label, CancellationToken stop)
    {
        if (!TrySend(message, timeout, label, stop))
        {
            throw QueueErrors.SendTimeout(_handle, timeout);
        }
    }

    /// <summary>Receives; null if the time has expired.</summary>
    /// <param name="timeout">The longest wait; negative means forever.</param>
    /// <param name="choice">Which message.</param>
    /// <param name="label">Its priority and type.</param>
    /// <param name="stop">Ends the wait within a slice; a message that came at the same moment is put back.</param>
    internal byte[]? Receive(TimeSpan timeout, MessageChoice choice, out MessageLabel label, CancellationToken stop)
    {
        _handle.Check(choice);
        stop.ThrowIfCancellationRequested();
        byte[]? message = _handle.TryReceive(choice, out label);
        if (message is null && timeout != TimeSpan.Zero)
        {
            SlicedWait time = new(timeout, stop);
            bool isLast = false;
            for (int attempt = 0; message is null && !isLast; attempt++)
            {
                _handle.Sleep(forRoom: false, attempt, time.Next(out isLast));
                message = _handle.TryReceive(choice, out label);
            }
        }

        if (message is not null && stop.IsCancellationRequested)
        {
            _ = TryPutBack(message, label);
            throw new OperationCanceledException(stop);
        }

        return message;
    }

    /// <summary>Puts back a message that nobody would get; false if there was no room for it any more.</summary>
    internal bool TryPutBack(byte[] message, MessageLabel label) => TrySend(message, SlicedWait.Time(PutBackMilliseconds), label, default);

    private static MessageQueueOptions Checked(MessageQueueOptions? options)
    {
        options ??= new MessageQueueOptions();
        return options.MaxMessages <= 0 || options.MessageSize <= 0 ? throw QueueErrors.BadNumbers(options)
            : options.Capacity is not null && (options.MaxMessages ?? options.MessageSize) is not null ? throw QueueErrors.CapacityAndNumbers()
            : options;
    }

    private QueueMessage? ReceiveMessage(TimeSpan timeout, MessageChoice choice) =>
        Receive(timeout, choice, out MessageLabel label, default) is { } bytes ? new QueueMessage(bytes, label, ToString()) : null;

    private bool TrySend(byte[] message, TimeSpan timeout, MessageLabel label, CancellationToken stop)
    {
        _handle.Check(message.Length, label);
        stop.ThrowIfCancellationRequested();
        bool isSent = _handle.TrySend(message, label);
        if (!isSent && timeout != TimeSpan.Zero)
        {
            SlicedWait time = new(timeout, stop);
            bool isLast = false;
            for (int attempt = 0; !isSent && !isLast; attempt++)
            {
                _handle.Sleep(forRoom: true, attempt, time.Next(out isLast));
                isSent = _handle.TrySend(message, label);
            }
        }

        return isSent;
    }
}
