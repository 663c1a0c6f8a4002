using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Errors;

/// <summary>The errors about message queues that have to do with their files.</summary>
internal static class QueueCallErrors
{
    internal static MmapException NoPosix() => new(
        MmapErrorKind.PlatformNotSupported,
        "Windows has no POSIX message queues, with a number of messages and a size for each.",
        $"Omit {Option.Kind}, {Option.MaxMessages} and {Option.MessageSize}; {Option.Capacity} says how many bytes a shared queue holds.");

    internal static MmapException BadName(string name) => MapErrors.Invalid(
        "'" + name + "' is not a valid name for a message queue.",
        @"A name has no backslash, except in Global\ (for all users) or Local\ at its beginning, written exactly so.");

    internal static MmapException NotFound(string name) => new(
        MmapErrorKind.QueueNotFound,
        "There is no shared queue named '" + name + "'.",
        $"Get-MessageQueue lists the existing queues; New-MessageQueue {Option.Capacity} creates one.");

    internal static MmapException Exists(string name) => new(
        MmapErrorKind.QueueExists,
        "A queue named '" + name + "' already exists.",
        $"Use {Option.Mode} Open or OpenOrCreate, choose another name, or remove it with Remove-MessageQueue.");

    internal static MmapException ForeignOwner(string name, string owner) => new(
        MmapErrorKind.NotPermitted,
        "The queue '" + name + "' belongs to " + owner + "; anyone can create such a file, so using it requires consent.",
        $"If you trust that user, add {Option.AllowForeignOwner}.");

    /// <param name="name">The name of the queue.</param>
    /// <param name="code">Of GetLastError.</param>
    internal static MmapException CannotRemove(string name, int code) => new(
        MmapErrorKind.AccessDenied,
        "The queue '" + name + "' cannot be removed (" + Win32Error.Name(code) + ").",
        "Close the programs that have it open, or get the permission to delete its file.")
    {
        ErrnoName = Win32Error.Name(code),
        IsWrite = true,
    };
}
