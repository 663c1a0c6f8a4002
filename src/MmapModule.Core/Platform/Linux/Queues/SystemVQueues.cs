using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Proc;
using MmapModule.Platform.Linux.Semaphores;
using MmapModule.Platform.Linux.SystemV;

namespace MmapModule.Platform.Linux.Queues;

/// <summary>System V message queues.</summary>
internal static unsafe class SystemVQueues
{
    private const string Limit = "/proc/sys/kernel/msgmni";

    internal static IQueueHandle OpenKey(int key, MessageQueueOptions options)
    {
        SystemVTarget target = SystemVTarget.Queue(key, null);
        return SystemVKey.Open(
            key,
            options.Mode,
            () => Libc.msgget(key, 0),
            id => SystemVQueue.Find(id) is { } queue ? Own(queue, options, target) : null,
            () => TryCreate(key, options, target),
            errno => SystemVErrors.Translate(errno, "msgget", target));
    }

    internal static IQueueHandle OpenId(int id, MessageQueueOptions options)
    {
        SystemVTarget target = SystemVTarget.Queue(null, id);
        return SystemVQueue.Find(id) is { } queue ? Own(queue, options, target) : throw SystemVErrors.Translate(Errno.EINVAL, "msgctl", target);
    }

    internal static IReadOnlyList<MessageQueueInfo> Describe()
    {
        List<MessageQueueInfo> found = [];
        foreach (SystemVQueue queue in SystemVQueue.All())
        {
            long? capacity = (long?)Stat(queue.Id)?.msg_qbytes;
            int[] users = [.. new SortedSet<int> { queue.LastSender, queue.LastReceiver }];
            users = Array.FindAll(users, static id => id > 0 && Directory.Exists(ProcFolder.PathOf(id, string.Empty)));
            found.Add(new MessageQueueInfo
            {
                Key = queue.Key,
                Id = queue.Id,
                Kind = MessageQueueKind.SystemV,
                Capacity = capacity,
                MessageSize = SystemVQueueHandle.Largest(capacity),
                MessageCount = queue.Messages,
                Bytes = queue.Bytes,
                Owner = LinuxUsers.Name(queue.OwnerId),
                Mode = FileModes.Text(queue.Mode),
                ProcessId = users,

                // Nobody has such a queue open: who waits for a first message is not known to the kernel's list.
                IsOrphan = users.Length > 0 ? false : null,
            });
        }

        return found;
    }

    internal static void Remove(int id)
    {
        if (Libc.msgctl(id, IpcConstants.IPC_RMID, null) != 0)
        {
            throw SystemVErrors.Translate(Marshal.GetLastPInvokeError(), "msgctl", SystemVTarget.Queue(null, id));
        }
    }

    /// <summary>What the kernel says of a queue to those who may read it; null for others.</summary>
    // SAFETY: the structure is a local variable.
    internal static MessageQueueStat? Stat(int id)
    {
        MessageQueueStat stat;
        return Libc.msgctl(id, IpcConstants.IPC_STAT, &stat) == 0 ? stat : null;
    }

    private static SystemVQueueHandle Own(SystemVQueue queue, MessageQueueOptions options, SystemVTarget target) =>
        options.AllowForeignOwner || queue.OwnerId == Libc.geteuid()
            ? new SystemVQueueHandle(queue)
            : throw SystemVErrors.ForeignOwner(target, LinuxUsers.Name(queue.OwnerId));

    /// <summary>Creates a queue; null if the key is taken.</summary>
    private static SystemVQueueHandle? TryCreate(int key, MessageQueueOptions options, SystemVTarget target)
    {
        int id = Libc.msgget(key, (int)options.Permission | IpcConstants.IPC_CREAT | IpcConstants.IPC_EXCL);
        if (id >= 0)
        {
            return new SystemVQueueHandle(SystemVQueue.Find(id) ?? new SystemVQueue(key, id, (uint)options.Permission, Libc.geteuid()));
        }

        int errno = Marshal.GetLastPInvokeError();
        return errno switch
        {
            Errno.EEXIST => null,
            Errno.ENOSPC => throw SystemVErrors.Limit(errno, "msgget", (
                FormattableString.Invariant($"One more System V message queue is needed, and the system allows {ProcNumbers.First(Limit)} (kernel.msgmni), of which there are {SystemVQueue.All().Count}."),
                "Remove queues that nobody needs (Get-MessageQueue, Remove-MessageQueue), or raise the limit: sysctl kernel.msgmni.")),
            _ => throw SystemVErrors.Translate(errno, "msgget", target),
        };
    }
}
