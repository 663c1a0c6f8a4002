using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Semaphores;

namespace MmapModule.Platform.Linux.SystemV;

/// <summary>System V shared memory segments.</summary>
internal static class SystemVSegments
{
    private const uint OwnerOnly = 0x180; // 0600

    internal static SharedSegment OpenKey(int key, SharedMemoryMode mode, long? size, bool allowForeignOwner, uint? permission)
    {
        SystemVTarget target = SystemVTarget.Segment(key, null);
        return SystemVKey.Open(
            key,
            size is null or 0 ? SharedMemoryMode.Open : mode,
            () => Libc.shmget(key, 0, 0),
            id => SystemVSegment.Find(id) is { } segment ? Own(segment, allowForeignOwner, target) : null,
            () => TryCreate(key, size!.Value, permission ?? OwnerOnly, target),
            errno => SystemVErrors.Translate(errno, "shmget", target));
    }

    internal static SharedSegment OpenId(int id, bool allowForeignOwner)
    {
        SystemVTarget target = SystemVTarget.Segment(null, id);
        return SystemVSegment.Find(id) is { } segment ? Own(segment, allowForeignOwner, target) : throw SystemVErrors.Translate(Errno.EINVAL, "shmctl", target);
    }

    internal static IReadOnlyList<SharedMemoryInfo> Describe()
    {
        List<SystemVSegment> all = SystemVSegment.All();
        SegmentUsers users = SegmentUsers.Find(all);
        List<SharedMemoryInfo> found = [];
        foreach (SystemVSegment segment in all)
        {
            found.Add(new SharedMemoryInfo
            {
                Key = segment.Key,
                Id = segment.Id,
                Kind = SharedMemoryKind.SystemV,
                Size = segment.Size,
                Owner = LinuxUsers.Name(segment.OwnerId),
                Mode = FileModes.Text(segment.Mode & 0x1FF),
                ProcessId = users.Of(segment.Id),
                AttachCount = segment.AttachCount,
                CreatorId = segment.CreatorId,
                IsRemoved = (segment.Mode & IpcConstants.SHM_DEST) != 0,
                IsOrphan = segment.AttachCount == 0,
                Reliable = true,
                LastWriteTime = DateTimeOffset.FromUnixTimeSeconds(segment.LastUse).LocalDateTime,
            });
        }

        return found;
    }

    internal static void Remove(int id)
    {
        if (Libc.shmctl(id, IpcConstants.IPC_RMID, 0) != 0)
        {
            throw SystemVErrors.Translate(Marshal.GetLastPInvokeError(), "shmctl", SystemVTarget.Segment(null, id));
        }
    }

    private static SharedSegment Own(SystemVSegment segment, bool allowForeignOwner, SystemVTarget target) =>
        allowForeignOwner || segment.OwnerId == Libc.geteuid()
            ? new SharedSegment(segment.Key, segment.Id, segment.Size)
            : throw SystemVErrors.ForeignOwner(target, LinuxUsers.Name(segment.OwnerId));

    /// <summary>Creates a segment; null if the key is taken.</summary>
    private static SharedSegment? TryCreate(int key, long size, uint permission, SystemVTarget target)
    {
        int id = Libc.shmget(key, (nuint)size, (int)permission | IpcConstants.IPC_CREAT | IpcConstants.IPC_EXCL);
        if (id >= 0)
        {
            return new SharedSegment(key, id, size, IsCreated: true);
        }

        int errno = Marshal.GetLastPInvokeError();
        return errno switch
        {
            Errno.EEXIST => null,
            Errno.EINVAL => throw SegmentCallErrors.TooLarge(size),
            Errno.ENOSPC => throw SegmentCallErrors.NoMore(size),
            Errno.ENOMEM => throw SegmentCallErrors.OutOfMemory(size),
            _ => throw SystemVErrors.Translate(errno, "shmget", target),
        };
    }
}
