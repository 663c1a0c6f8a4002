using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>The errors about shared queues: those that system calls report.</summary>
internal static class SharedQueueCallErrors
{
    /// <summary>Null if it is not about a shared queue, or nothing that only a queue has.</summary>
    internal static (MmapErrorKind Kind, string Message, string Action)? Explain(int errno, NativeFailure failure) => failure.Queue is not { } name ? null : errno switch
    {
        Errno.ENOENT => (
            MmapErrorKind.QueueNotFound,
            "There is no shared queue named '" + name + "'.",
            $"Get-MessageQueue lists the existing queues; New-MessageQueue {Option.Capacity} creates one."),
        Errno.EEXIST => (
            MmapErrorKind.QueueExists,
            "'" + failure.Path + "' already exists.",
            $"Use {Option.Mode} Open or OpenOrCreate if it is a queue (Get-MessageQueue lists them), choose another name, or remove it with Remove-MessageQueue; if it is shared memory, with Remove-SharedMemory."),
        Errno.ELOOP => (
            MmapErrorKind.PathNotFound,
            "'" + failure.Path + "' is a symbolic link, not a queue; links are not followed there.",
            "Use another name, or remove the link."),
        Errno.EISDIR or Errno.ENODEV or Errno.ENXIO => (
            MmapErrorKind.QueueInvalid,
            "'" + failure.Path + "' is not a file, so it is not a queue.",
            "Use another name, or remove the existing object."),
        Errno.EPERM when failure.Call is "unlink" => (
            MmapErrorKind.NotPermitted,
            "The queue '" + name + "' belongs to another user; only its owner and root may remove it.",
            "Get-MessageQueue shows the owner; remove it as that user or as root."),
        Errno.EACCES when failure.Call is "open" => (
            MmapErrorKind.AccessDenied,
            "Access to the queue '" + name + "' is denied. A shared queue needs permission to read and to write, for sending and for receiving.",
            "The owner or root may give it, for example with chmod 0660 '" + failure.Path + "'."),
        _ => null,
    };

    internal static MmapException NoSharedMemory(string name) => new(
        MmapErrorKind.SharedMemoryNotFound,
        "'" + name + "' is a message queue, so it is not removed as shared memory.",
        "Remove-MessageQueue removes it.");
}
