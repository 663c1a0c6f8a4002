using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Proc;
using MmapModule.Platform.Linux.Semaphores;

namespace MmapModule.Platform.Linux.Queues;

/// <summary>Which processes have certain queues open. All of them are looked at once for all queues.</summary>
internal sealed class QueueUsers
{
    private readonly Dictionary<FileIdentity, SortedSet<int>> _users;
    private bool _sawEveryProcess = true;

    private QueueUsers(IEnumerable<FoundQueue> queues) => _users = queues.Select(static queue => queue.Status.Identity).Distinct().ToDictionary(static file => file, static _ => new SortedSet<int>());

    internal static IReadOnlyList<MessageQueueInfo> Describe(IReadOnlyList<FoundQueue> queues)
    {
        QueueUsers users = new(queues);
        if (queues.Count > 0)
        {
            ProcFolder.ProcessIds().ForEach(users.Examine);
        }

        return [.. queues.Select(users.Describe)];
    }

    private MessageQueueInfo Describe(FoundQueue queue)
    {
        SortedSet<int> processes = _users[queue.Status.Identity];
        return new MessageQueueInfo
        {
            Name = queue.Name,
            Kind = MessageQueueKind.Posix,
            MaxMessages = queue.Attributes?.mq_maxmsg,
            MessageSize = queue.Attributes?.mq_msgsize,
            MessageCount = queue.Attributes?.mq_curmsgs,
            Bytes = queue.Bytes,
            Owner = LinuxUsers.Name(queue.Status.OwnerId),
            Mode = FileModes.Text(queue.Status.Mode),
            ProcessId = [.. processes],
            IsOrphan = processes.Count > 0 ? false : _sawEveryProcess ? true : null,
        };
    }

    private void Examine(int id)
    {
        try
        {
            foreach (string descriptor in Directory.EnumerateFileSystemEntries(ProcFolder.PathOf(id, "fd")))
            {
                if (LinuxFile.TryStat(descriptor, followLinks: true, out FileStatus status) == 0 && _users.TryGetValue(status.Identity, out SortedSet<int>? users))
                {
                    users.Add(id);
                }
            }
        }
        catch (UnauthorizedAccessException)
        {
            _sawEveryProcess = false;
        }
        catch (IOException)
        {
            // The process has ended meanwhile.
        }
    }
}
