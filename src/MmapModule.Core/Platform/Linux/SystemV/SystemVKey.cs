using System;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.SystemV;

/// <summary>Opens System V objects by their keys: the same for segments, semaphore sets and message queues.</summary>
internal static class SystemVKey
{
    /// <summary>A key under which others remove and create objects all the time is given up after so many attempts.</summary>
    private const int OpenAttempts = 100;

    /// <summary>Opens or creates an object.</summary>
    /// <param name="key">The key; IPC_PRIVATE always creates one.</param>
    /// <param name="mode">Whether to open, to create, or either.</param>
    /// <param name="get">Looks the key up: the id, or -1 and the error number of the call.</param>
    /// <param name="open">Opens the object with an id; null if it is gone meanwhile.</param>
    /// <param name="tryCreate">Creates one; null if the key is taken.</param>
    /// <param name="failure">Words an error number.</param>
    internal static T Open<T>(int key, SharedMemoryMode mode, Func<int> get, Func<int, T?> open, Func<T?> tryCreate, Func<int, MmapException> failure)
        where T : class
    {
        for (int attempt = 1; ; attempt++)
        {
            int errno = Errno.ENOENT;
            if (mode != SharedMemoryMode.Create && key != IpcConstants.IPC_PRIVATE)
            {
                int id = get();
                errno = id >= 0 ? Errno.ENOENT : Marshal.GetLastPInvokeError();
                if (id >= 0 && open(id) is { } existing)
                {
                    return existing;
                }
            }

            if (errno != Errno.ENOENT || mode == SharedMemoryMode.Open || attempt == OpenAttempts)
            {
                throw failure(errno);
            }

            if (tryCreate() is { } created)
            {
                return created;
            }

            if (mode == SharedMemoryMode.Create)
            {
                throw failure(Errno.EEXIST);
            }
        }
    }
}
