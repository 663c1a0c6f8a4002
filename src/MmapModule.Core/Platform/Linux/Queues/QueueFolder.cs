using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Files;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux.Queues;

/// <summary>The file system that lists the queues: where it usually is, or a mount of our own that nobody else sees.</summary>
internal static unsafe class QueueFolder
{
    /// <summary>Where it usually is.</summary>
    internal const string Mount = "/dev/mqueue";

    /// <summary>The names, in order.</summary>
    /// <exception cref="MmapException">QueueListUnavailable.</exception>
    internal static IReadOnlyList<string> Names()
    {
        if (IsMounted())
        {
            return Names(Mount);
        }

        using SafeFileHandle? own = TryMount();
        if (own is null)
        {
            throw QueueCallErrors.NoList();
        }

        using HeldDescriptor held = new(own);
        return Names(held.Path + "/");
    }

    private static List<string> Names(string folder)
    {
        List<string> names = [];
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder))
            {
                names.Add(Path.GetFileName(path));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw QueueCallErrors.NoList();
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>An ordinary folder of that name would look as if there were no queues.</summary>
    // SAFETY: the path is a constant that ends with a zero byte.
    private static bool IsMounted()
    {
        fixed (byte* path = "/dev/mqueue\0"u8)
        {
            int descriptor = Libc.open(path, FileConstants.O_RDONLY | FileConstants.O_CLOEXEC | FileConstants.O_NONBLOCK, 0);
            using SafeFileHandle folder = new(descriptor, ownsHandle: true);
            return descriptor >= 0 && LinuxFile.FileSystemType(folder) == QueueConstants.MQUEUE_MAGIC;
        }
    }

    /// <summary>Only root may mount. The mount has no place in the tree of files and goes with its descriptor.</summary>
    // SAFETY: the name is a constant that ends with a zero byte.
    private static SafeFileHandle? TryMount()
    {
        if (!SeccompFilter.MayTry)
        {
            return null;
        }

        fixed (byte* type = "mqueue\0"u8)
        {
            nint descriptor = Libc.syscall(SyscallNumbers.FsOpen, (nint)type, QueueConstants.FSOPEN_CLOEXEC, 0, 0);
            using SafeFileHandle context = new(descriptor, ownsHandle: true);
            if (descriptor < 0 || Libc.syscall(SyscallNumbers.FsConfig, descriptor, QueueConstants.FSCONFIG_CMD_CREATE, 0, 0, 0) != 0)
            {
                return null;
            }

            nint mount = Libc.syscall(SyscallNumbers.FsMount, descriptor, QueueConstants.FSMOUNT_CLOEXEC, 0, 0);
            return mount < 0 ? null : new SafeFileHandle(mount, ownsHandle: true);
        }
    }
}
