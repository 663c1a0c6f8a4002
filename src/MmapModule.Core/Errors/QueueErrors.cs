using System;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>Words the errors about message queues that no system call reports.</summary>
internal static class QueueErrors
{
    internal static MmapException BadName(string name) => MapErrors.Invalid(
        "'" + name + "' is not a valid name for a message queue.",
        "A name has 1 to 255 bytes and no slash, except that it may begin with one.");

    internal static MmapException BadNumbers(MessageQueueOptions options) => MapErrors.Invalid(
        FormattableString.Invariant($"A queue cannot hold {options.MaxMessages ?? 1} messages of {options.MessageSize ?? 1} bytes."),
        $"Give a {Option.MaxMessages} and a {Option.MessageSize} of at least 1.");

    internal static MmapException BadPriority(int priority) => MapErrors.Invalid(
        FormattableString.Invariant($"{priority} is not a valid priority."),
        FormattableString.Invariant($"Priorities go from 0 to {MessageQueue.HighestPriority}; higher ones are received first."));

    internal static MmapException BadCapacity(long capacity, long most) => MapErrors.Invalid(
        FormattableString.Invariant($"A shared queue cannot have a capacity of {capacity} bytes."),
        FormattableString.Invariant($"Give a {Option.Capacity} of 1 to {most} bytes; it is rounded up to a multiple of 4096."));

    internal static MmapException OtherKind(string name, MessageQueueKind kind) => new(
        MmapErrorKind.QueueExists,
        "There is a " + Kind(kind) + " named '" + name + "' already, and it would be hard to tell from a new one.",
        "Choose another name, or remove that queue with Remove-MessageQueue.");

    internal static MmapException Ambiguous(string name) => MapErrors.Invalid(
        "There are two queues named '" + name + "': a " + Kind(MessageQueueKind.Posix) + " and a " + Kind(MessageQueueKind.Shared) + ".",
        "Give an object that Get-MessageQueue has written instead of the name, or remove one of them.");

    internal static MmapException CapacityAndNumbers() => MapErrors.Invalid(
        "A shared queue has a capacity, and a POSIX message queue has a number of messages and a size for each; no queue has both.",
        $"Give {Option.Capacity} alone, or omit it.");

    internal static MmapException NoTypes(IQueueHandle queue) => MapErrors.Invalid(
        "Messages of " + Text(queue) + " have no type.",
        $"Omit {Option.Type}; only System V message queues have types.");

    internal static MmapException NoPriorities(IQueueHandle queue) => MapErrors.Invalid(
        "Messages of " + Text(queue) + " have no priority.",
        queue.Kind == MessageQueueKind.Shared
            ? $"Omit {Option.Priority}; a shared queue keeps the order of its messages. Only POSIX message queues have priorities."
            : $"Omit {Option.Priority}. Messages of System V queues have a type ({Option.Type}), by which they can be received.");

    internal static MmapException BadType(long type) => MapErrors.Invalid(
        FormattableString.Invariant($"{type} is not a valid type for a message."),
        "Types of messages begin at 1. Only who receives may give 0 (any) or a negative number (the lowest type up to this).");

    internal static MmapException BadExcept(long type) => MapErrors.Invalid(
        FormattableString.Invariant($"{type} is no type that a message could have, so there is nothing to leave out."),
        $"Give a {Option.Type} of at least 1, or omit {Option.Except}.");

    internal static MmapException MessageTooLong(IQueueHandle queue, long length) => new(
        MmapErrorKind.MessageTooLong,
        FormattableString.Invariant($"The message has {length} bytes, and messages of {Text(queue)} have at most {queue.MessageSize}."),
        $"Send it in parts, or create a queue with a larger {(queue.Kind == MessageQueueKind.Shared ? Option.Capacity : Option.MessageSize)}{(queue.Kind == MessageQueueKind.Posix ? $", or one with {Option.Capacity}, whose messages may be as long as that" : string.Empty)}. Large data is better put into shared memory or a file, whose name is then sent.")
    {
        Length = length,
        IsWrite = true,
    };

    internal static MmapException SendTimeout(IQueueHandle queue, TimeSpan timeout) => new(
        MmapErrorKind.QueueTimeout,
        FormattableString.Invariant($"There was no room in {Text(queue)} for {timeout.TotalSeconds:0.###} seconds: it holds {Holds(queue)}."),
        queue.Kind == MessageQueueKind.SystemV
            ? $"Receive messages from it (Receive-MessageQueue), or give a longer {Option.Timeout}."
            : $"Receive messages from it (Receive-MessageQueue), give a longer {Option.Timeout}, or create it with a larger {(queue.Kind == MessageQueueKind.Shared ? Option.Capacity : Option.MaxMessages)}.")
    {
        IsWrite = true,
    };

    internal static MmapException Closed(IQueueHandle queue) => new(
        MmapErrorKind.ObjectRemoved,
        "The object for " + Text(queue) + " has been closed.",
        "Open it again: New-MessageQueue.");

    private static string Kind(MessageQueueKind kind) => kind == MessageQueueKind.Shared ? "shared queue" : "POSIX message queue";

    private static string Text(IQueueHandle queue) => MessageQueueInfo.Phrase(queue.Name, queue.Key, queue.Id);

    private static string Holds(IQueueHandle queue) => queue.MaxMessages is { } most
        ? FormattableString.Invariant($"{most} messages")
        : FormattableString.Invariant($"{queue.Capacity} bytes of messages");
}
