using System;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Limits;
using MmapModule.Platform.Linux.Proc;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>Words what the calls for message queues report.</summary>
internal static class QueueCallErrors
{
    internal const string Settings = "/proc/sys/fs/mqueue/";

    internal static MmapException Translate(int errno, string call, string name, QueueAttributes? needed = null)
    {
        if (Explain(errno, call, name, needed) is not { } known)
        {
            return LinuxErrors.Translate(errno, new NativeFailure { Call = call, Path = "/" + name });
        }

        return new MmapException(known.Kind, known.Message, known.Action)
        {
            ErrnoName = Errno.Name(errno),
            NativeCall = call,
        };
    }

    internal static MmapException ForeignOwner(string name, string owner) => new(
        MmapErrorKind.NotPermitted,
        "The queue '" + name + "' belongs to the user " + owner + "; anyone can create such an object, so opening it requires consent.",
        $"If you trust that user, add {Option.AllowForeignOwner}.");

    internal static MmapException NoList() => new(
        MmapErrorKind.QueueListUnavailable,
        "The message queues of this system cannot be listed: the file system that lists them is not mounted at /dev/mqueue.",
        "Give the name of the queue without wildcards. To list all, run this as root, or mount it: mkdir -p /dev/mqueue; mount -t mqueue none /dev/mqueue.");

    private static (MmapErrorKind Kind, string Message, string Action)? Explain(int errno, string call, string name, QueueAttributes? needed) => errno switch
    {
        Errno.ENOENT => (
            MmapErrorKind.QueueNotFound,
            "There is no message queue named '" + name + "'.",
            "Get-MessageQueue lists the existing queues; New-MessageQueue creates one."),
        Errno.EEXIST => (
            MmapErrorKind.QueueExists,
            "The queue '" + name + "' already exists.",
            $"Use {Option.Mode} Open or OpenOrCreate, choose another name, or remove it with Remove-MessageQueue."),
        Errno.EACCES or Errno.EPERM when call is "mq_unlink" => (
            MmapErrorKind.NotPermitted,
            "The queue '" + name + "' belongs to another user; only its owner and root may remove it.",
            "Get-MessageQueue shows the owner; remove it as that user or as root."),
        Errno.EACCES or Errno.EBADF => (
            MmapErrorKind.AccessDenied,
            "Access to the queue '" + name + "' is denied (" + call + ").",
            "Get-MessageQueue shows owner and mode. Sending needs permission to write, and receiving permission to read; the owner or root may give them: chmod /dev/mqueue/" + name + "."),
        Errno.EINVAL or Errno.EOVERFLOW when needed is { } size => (
            MmapErrorKind.QueueLimit,
            FormattableString.Invariant($"The kernel allows no queue of {size.mq_maxmsg} messages of {size.mq_msgsize} bytes: the limits are {Setting("msg_max")} messages (fs.mqueue.msg_max) and {Setting("msgsize_max")} bytes (fs.mqueue.msgsize_max)."),
            $"Give a smaller {Option.MaxMessages} or {Option.MessageSize}, or raise the limits: sysctl fs.mqueue.msg_max fs.mqueue.msgsize_max. Root may go up to 65536 messages and 16777216 bytes."),
        Errno.EMFILE when needed is { } size => (
            MmapErrorKind.QueueLimit,
            FormattableString.Invariant($"The queues of this user may take {LinuxLimits.Get(QueueConstants.RLIMIT_MSGQUEUE)} bytes in all (RLIMIT_MSGQUEUE), and this one needs about {Need(size)}: {size.mq_maxmsg} messages of {size.mq_msgsize} bytes."),
            $"Remove queues that nobody needs (Get-MessageQueue, Remove-MessageQueue), give a smaller {Option.MaxMessages} or {Option.MessageSize}, or raise the limit: ulimit -q."),
        Errno.ENOSPC => (
            MmapErrorKind.QueueLimit,
            FormattableString.Invariant($"The system allows {Setting("queues_max")} message queues (fs.mqueue.queues_max), and there are as many."),
            "Remove queues that nobody needs (Get-MessageQueue, Remove-MessageQueue), or raise the limit: sysctl fs.mqueue.queues_max."),
        _ => null,
    };

    /// <summary>What the kernel counts for a queue: the messages, and for each of them about what is needed to keep it.</summary>
    private static Int128 Need(QueueAttributes size)
    {
        const int head = 48;
        const int treeNode = 48;
        return (Int128)size.mq_maxmsg * (size.mq_msgsize + head) + (Int128)Math.Min(size.mq_maxmsg, QueueConstants.MQ_PRIO_MAX) * treeNode;
    }

    private static long Setting(string name) => ProcNumbers.First(Settings + name) ?? 0;
}
