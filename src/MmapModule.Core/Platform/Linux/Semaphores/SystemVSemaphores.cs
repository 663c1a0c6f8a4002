using System.Collections.Generic;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.SystemV;

namespace MmapModule.Platform.Linux.Semaphores;

/// <summary>System V semaphore sets.</summary>
internal static class SystemVSemaphores
{
    internal static ISemaphoreHandle OpenKey(int key, SharedSemaphoreOptions options)
    {
        SemaphoreTarget target = new() { Key = key };
        return SystemVKey.Open(
            key,
            options.Mode,
            () => Libc.semget(key, options.SetSize ?? 0, 0),
            id => SystemVSet.Find(id) is { } set ? Own(set, options, target) : null,
            () => TryCreate(key, options, target),
            errno => SystemVCalls.Failure(errno, "semget", target, options.SetSize ?? 1));
    }

    internal static ISemaphoreHandle OpenId(int id, SharedSemaphoreOptions options)
    {
        SemaphoreTarget target = new() { Id = id };
        return SystemVSet.Find(id) is { } set ? Own(set, options, target) : throw SystemVCalls.Failure(Errno.EINVAL, "semctl", target, 1);
    }

    internal static IReadOnlyList<SharedSemaphoreInfo> Describe()
    {
        List<SharedSemaphoreInfo> found = [];
        foreach (SystemVSet set in SystemVSet.All())
        {
            List<int> counts = [];
            for (int index = 0; index < set.Size && SystemVCalls.Get(set.Id, index, SemaphoreConstants.GETVAL) is { } count; index++)
            {
                counts.Add(count);
            }

            found.Add(new SharedSemaphoreInfo
            {
                Key = set.Key,
                Id = set.Id,
                Kind = SharedSemaphoreKind.SystemV,
                Counts = counts,
                Waiters = SystemVCalls.Get(set.Id, 0, SemaphoreConstants.GETNCNT),
                Owner = LinuxUsers.Name(set.OwnerId),
                Mode = FileModes.Text(set.Mode),
                SetSize = set.Size,
            });
        }

        return found;
    }

    internal static void Remove(int id)
    {
        if (Libc.semctl(id, 0, IpcConstants.IPC_RMID) != 0)
        {
            throw SystemVCalls.Failure(Marshal.GetLastPInvokeError(), "semctl", new SemaphoreTarget { Id = id }, 1);
        }

        SystemVBalance.Forget(id);
    }

    private static SystemVHandle Own(SystemVSet set, SharedSemaphoreOptions options, SemaphoreTarget target) =>
        options.AllowForeignOwner || set.OwnerId == Libc.geteuid()
            ? new SystemVHandle(set)
            : throw SemaphoreCallErrors.ForeignOwner(target, LinuxUsers.Name(set.OwnerId));

    /// <summary>Creates a set; null if the key is taken.</summary>
    /// <remarks>
    /// A new set begins with 0 permits, and the first ones are added. Whoever opens it a moment too early only waits for them,
    /// and what it returns is not overwritten, as it would be by setting a value.
    /// </remarks>
    private static SystemVHandle? TryCreate(int key, SharedSemaphoreOptions options, SemaphoreTarget target)
    {
        if (options.InitialCount > SemaphoreConstants.SEMVMX)
        {
            throw SemaphoreErrors.TooManyAtFirst(options.InitialCount, SemaphoreConstants.SEMVMX);
        }

        int size = options.SetSize ?? 1;
        int id = Libc.semget(key, size, (int)options.Permission | IpcConstants.IPC_CREAT | IpcConstants.IPC_EXCL);
        if (id < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            return errno == Errno.EEXIST ? null : throw SystemVCalls.Failure(errno, "semget", target, size);
        }

        SystemVBalance.Forget(id);
        try
        {
            if (options.InitialCount > 0)
            {
                SystemVCalls.Fill(target with { Id = id }, size, options.InitialCount);
            }

            return SystemVSet.Find(id) is { } set ? new SystemVHandle(set) : new SystemVHandle(new SystemVSet(key, id, (uint)options.Permission, size, Libc.geteuid()));
        }
        catch
        {
            _ = Libc.semctl(id, 0, IpcConstants.IPC_RMID);
            throw;
        }
    }
}
