using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;
using MmapModule.Platform.Linux.Proc;
using MmapModule.Platform.Linux.Semaphores;
using MmapModule.Platform.Linux.SharedQueues;

namespace MmapModule.Platform.Linux.Queues;

/// <summary>POSIX message queues, the choice between them and shared queues, and beside them those of System V.</summary>
internal sealed class LinuxQueues : IQueues
{
    /// <summary>A name that others remove and create again all the time is given up after so many attempts.</summary>
    private const int OpenAttempts = 100;

    private const int Creating = FileConstants.O_RDWR | FileConstants.O_CREAT | FileConstants.O_EXCL | FileConstants.O_NONBLOCK;

    /// <summary>What is tried: some may only send or only receive.</summary>
    private static readonly int[] s_access = [FileConstants.O_RDWR, FileConstants.O_RDONLY, FileConstants.O_WRONLY];

    private readonly SharedQueueFiles _shared;

    internal LinuxQueues(LinuxPlatform platform) => _shared = new SharedQueueFiles(platform);

    /// <inheritdoc/>
    public IQueueHandle Open(string name, MessageQueueOptions options) =>
        KindOf(name, options) == MessageQueueKind.Shared ? _shared.Open(name, options) : OpenPosix(name, options);

    /// <inheritdoc/>
    public IReadOnlyList<string> QueueNames(Action<MmapException> failed)
    {
        IReadOnlyList<string> shared = SharedQueueFiles.Names();
        try
        {
            return [.. QueueFolder.Names().Union(shared).Order(StringComparer.Ordinal)];
        }
        catch (MmapException error) when (error.Kind == MmapErrorKind.QueueListUnavailable)
        {
            failed(error);
            return shared;
        }
    }

    /// <summary>The kind that options and existing queues mean.</summary>
    private static MessageQueueKind KindOf(string name, MessageQueueOptions options)
    {
        MessageQueueKind? wanted = options.Kind ?? (options.Capacity is not null ? MessageQueueKind.Shared
            : options.MaxMessages is not null || options.MessageSize is not null ? MessageQueueKind.Posix
            : null);
        if (wanted is not null && options.Mode == SharedMemoryMode.Open)
        {
            return wanted.Value;
        }

        bool isShared = SharedQueueFiles.IsQueue(name);
        if (wanted is null)
        {
            return !isShared ? MessageQueueKind.Posix
                : options.Mode == SharedMemoryMode.Create ? throw QueueErrors.OtherKind(name, MessageQueueKind.Shared)
                : IsPosix(name) ? throw QueueErrors.Ambiguous(name)
                : MessageQueueKind.Shared;
        }

        // Two queues of one name would be a trap for everybody who knows the name only.
        bool isOther = wanted == MessageQueueKind.Shared ? !isShared && IsPosix(name) : isShared && !IsPosix(name);
        return isOther ? throw QueueErrors.OtherKind(name, wanted == MessageQueueKind.Shared ? MessageQueueKind.Posix : MessageQueueKind.Shared) : wanted.Value;
    }

    /// <summary>Whether there is a POSIX queue of this name, whoever may use it.</summary>
    private static bool IsPosix(string name)
    {
        int errno = TryOpen(name, out SafeFileHandle queue);
        queue.Dispose();
        return errno is 0 or Errno.EACCES;
    }

    private static PosixQueueHandle OpenPosix(string name, MessageQueueOptions options)
    {
        DescriptorReserve.Take();
        for (int attempt = 1; ; attempt++)
        {
            if (options.Mode != SharedMemoryMode.Create)
            {
                int errno = TryOpen(name, out SafeFileHandle queue);
                if (errno == 0)
                {
                    return Own(queue, name, options.AllowForeignOwner);
                }

                queue.Dispose();
                if (errno != Errno.ENOENT || options.Mode == SharedMemoryMode.Open)
                {
                    throw QueueCallErrors.Translate(errno, "mq_open", name);
                }
            }

            if (TryCreate(name, options) is { } created)
            {
                return Own(created, name, allowForeignOwner: true);
            }

            if (options.Mode == SharedMemoryMode.Create || attempt == OpenAttempts)
            {
                throw QueueCallErrors.Translate(Errno.EEXIST, "mq_open", name);
            }
        }
    }

    /// <inheritdoc/>
    public IQueueHandle OpenKey(int key, MessageQueueOptions options) => SystemVQueues.OpenKey(key, options);

    /// <inheritdoc/>
    public IQueueHandle OpenId(int id, MessageQueueOptions options) => SystemVQueues.OpenId(id, options);

    /// <inheritdoc/>
    public IReadOnlyList<MessageQueueInfo> DescribeQueues() => SystemVQueues.Describe();

    /// <inheritdoc/>
    public void RemoveQueue(int id) => SystemVQueues.Remove(id);

    /// <inheritdoc/>
    public IReadOnlyList<MessageQueueInfo> DescribeQueues(IReadOnlyCollection<string> names, Action<string, MmapException> failed)
    {
        List<FoundQueue> found = [];
        foreach (string name in names)
        {
            int errno = Look(name, out FoundQueue queue);
            if (errno == 0)
            {
                found.Add(queue);
            }
            else if (errno != Errno.ENOENT)
            {
                failed(name, QueueCallErrors.Translate(errno, "mq_open", name));
            }
        }

        return [.. QueueUsers.Describe(found), .. SharedQueueFiles.Describe([.. names.Where(SharedQueueFiles.IsQueue)])];
    }

    /// <inheritdoc/>
    public void RemoveQueue(string name, MessageQueueKind? kind)
    {
        if (kind is null && SharedQueueFiles.IsQueue(name))
        {
            kind = IsPosix(name) ? throw QueueErrors.Ambiguous(name) : MessageQueueKind.Shared;
        }

        if (kind == MessageQueueKind.Shared)
        {
            SharedQueueFiles.Remove(name);
            return;
        }

        int errno = QueueCalls.TryUnlink(name);
        if (errno != 0)
        {
            throw QueueCallErrors.Translate(errno, "mq_unlink", name);
        }
    }

    private static int TryOpen(string name, out SafeFileHandle queue)
    {
        int errno = 0;
        queue = null!;
        foreach (int access in s_access)
        {
            queue?.Dispose();
            errno = QueueCalls.TryOpen(name, access | FileConstants.O_NONBLOCK, 0, null, out queue);
            if (errno != Errno.EACCES)
            {
                break;
            }
        }

        return errno;
    }

    /// <summary>Null if there is one of that name.</summary>
    private static SafeFileHandle? TryCreate(string name, MessageQueueOptions options)
    {
        QueueAttributes wanted = new()
        {
            mq_maxmsg = options.MaxMessages ?? ProcNumbers.First(QueueCallErrors.Settings + "msg_default") ?? 10,
            mq_msgsize = options.MessageSize ?? ProcNumbers.First(QueueCallErrors.Settings + "msgsize_default") ?? 8192,
        };

        int errno = QueueCalls.TryOpen(name, Creating, (uint)options.Permission, wanted, out SafeFileHandle queue);
        if (errno == Errno.EMFILE && ForgottenMaps.Release())
        {
            // Queues that nobody refers to any more count as well.
            queue.Dispose();
            errno = QueueCalls.TryOpen(name, Creating, (uint)options.Permission, wanted, out queue);
        }

        if (errno == 0)
        {
            // The kernel has taken away what the umask forbids.
            _ = Libc.fchmod(queue, (uint)options.Permission);
            return queue;
        }

        queue.Dispose();
        return errno == Errno.EEXIST ? null : throw QueueCallErrors.Translate(errno, "mq_open", name, wanted);
    }

    private static PosixQueueHandle Own(SafeFileHandle queue, string name, bool allowForeignOwner)
    {
        try
        {
            int errno = LinuxFile.TryStat(queue, out FileStatus status);
            if (errno != 0)
            {
                throw QueueCallErrors.Translate(errno, "statx", name);
            }

            bool isOwn = status.OwnerId == Libc.geteuid();
            if (!allowForeignOwner && !isOwn)
            {
                throw QueueCallErrors.ForeignOwner(name, LinuxUsers.Name(status.OwnerId));
            }

            QueueAttributes size = QueueCalls.Attributes(queue) ?? throw QueueCallErrors.Translate(Errno.EBADF, "mq_getattr", name);
            return new PosixQueueHandle(queue)
            {
                Name = name,
                MaxMessages = size.mq_maxmsg,
                MessageSize = size.mq_msgsize,
                Owner = LinuxUsers.Name(status.OwnerId),
                IsOwn = isOwn,
                Mode = FileModes.Text(status.Mode),
            };
        }
        catch
        {
            queue.Dispose();
            throw;
        }
    }

    /// <summary>Opens a queue for a look; the error number, or 0. Where that is not allowed its file says whose it is, if there is a file.</summary>
    private static int Look(string name, out FoundQueue found)
    {
        int errno = TryOpen(name, out SafeFileHandle queue);
        using (queue)
        {
            if (errno == 0 && (errno = LinuxFile.TryStat(queue, out FileStatus status)) == 0)
            {
                found = new FoundQueue(name, status, QueueCalls.Attributes(queue), QueueCalls.Bytes(queue));
                return 0;
            }
        }

        if (errno != Errno.ENOENT && LinuxFile.TryStat(Path.Combine(QueueFolder.Mount, name), followLinks: false, out FileStatus seen) == 0)
        {
            found = new FoundQueue(name, seen, null, null);
            return 0;
        }

        found = default;
        return errno;
    }
}
