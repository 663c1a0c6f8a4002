using System;

namespace MmapModule.Errors;

/// <summary>Words the errors about the arguments of the cmdlets for message queues.</summary>
internal static class QueueArgumentErrors
{
    internal static MmapException NoQueue(object given) =>
        MapErrors.Invalid("'" + given + "' is not a message queue.", "Give the output of New-MessageQueue or Get-MessageQueue, or a name.");

    internal static MmapException NoMessage(object? given) => MapErrors.Invalid(
        given is null ? "There is nothing to send." : "An object of the type " + given.GetType() + " is neither text nor bytes.",
        "Give text, a byte array, or an object with -AsObject. To send a number as text, put it in quotation marks.");

    internal static MmapException Together(string first, string second) =>
        MapErrors.Invalid("-" + first + " and -" + second + " cannot be used together.", "Omit one of them.");

    internal static MmapException OnlyWith(string parameter, string other) =>
        MapErrors.Invalid("-" + parameter + " has no meaning without -" + other + ".", "Add -" + other + ", or omit -" + parameter + ".");

    internal static MmapException ForeignObjects(string queue, string owner) => new(
        MmapErrorKind.NotPermitted,
        "'" + queue + "' belongs to the user " + owner + ", and objects from others are not read without consent.",
        "If you trust that user, add -AllowForeignOwner, or receive bytes or text.");

    internal static MmapException ObjectTooLong(long limit, int depth) => new(
        MmapErrorKind.MessageTooLong,
        FormattableString.Invariant($"The object with {depth} levels of its properties needs more than the {limit} bytes that a message may have."),
        "Send only what the receiver needs (Select-Object Name, Id), give a smaller -Depth, or create a queue with a larger -Capacity.")
    {
        IsWrite = true,
    };

    internal static MmapException NoObject(string queue, string reason) => MapErrors.Invalid(
        "The message from the queue '" + queue + "' is not an object that Send-MessageQueue -AsObject has sent: " + reason,
        "The target object of this error is the message. Receive such messages without -AsObject.");
}
