using System.IO;
using System.Runtime.InteropServices;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;

namespace MmapModule.Platform.Linux.Files;

/// <summary>A file in the folder of shared memory that gets its name when it is complete, so nobody ever opens half of one.</summary>
internal static unsafe class CompleteFile
{
    /// <summary>Creates one; null if the name is taken.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="failure">What it is for.</param>
    /// <param name="bytes">How it begins.</param>
    /// <param name="mode">Its mode.</param>
    /// <param name="last">How it ends, if it is longer than that.</param>
    /// <param name="length">How long it is then; what lies between is zeros. Memory is allocated for all of it.</param>
    /// <exception cref="MmapException">NoSpace, AccessDenied and others; then nothing is left.</exception>
    internal static MapBacking? TryCreate(LinuxPlatform platform, NativeFailure failure, byte[] bytes, uint mode, byte[]? last = null, long length = 0)
    {
        // Without a name until it is complete: a process that is killed here leaves nothing behind.
        MapBacking? unnamed = LinuxPlatform.TryCreateUnnamed(LinuxSharedMemory.Folder, failure, mode);
        if (unnamed is not null)
        {
            int errno = -1;
            try
            {
                Fill(platform, unnamed, bytes, mode, last, length);
                errno = GiveName(unnamed, failure.Path!);
            }
            finally
            {
                if (errno != 0)
                {
                    unnamed.Dispose();
                }
            }

            if (errno is 0 or Errno.EEXIST)
            {
                return errno == 0 ? unnamed : null;
            }

            // ENOENT: no /proc. The other way needs none.
            if (errno is not (Errno.ENOENT or Errno.EPERM or Errno.EACCES))
            {
                throw LinuxErrors.Translate(errno, failure with { Call = "linkat" });
            }
        }

        return TryCreateBeside(platform, failure, bytes, mode, last, length);
    }

    // SAFETY: the paths are pinned and end with a zero byte.
    private static int GiveName(MapBacking file, string path)
    {
        using HeldDescriptor held = new(file.File);
        fixed (byte* old = LinuxFile.NativePath(held.Path))
        {
            fixed (byte* name = LinuxFile.NativePath(path))
            {
                return Libc.linkat(FileConstants.AT_FDCWD, old, FileConstants.AT_FDCWD, name, FileConstants.AT_SYMLINK_FOLLOW) == 0 ? 0 : Marshal.GetLastPInvokeError();
            }
        }
    }

    // SAFETY: as above.
    private static MapBacking? TryCreateBeside(LinuxPlatform platform, NativeFailure failure, byte[] bytes, uint mode, byte[]? last = null, long length = 0)
    {
        string beside = LinuxSharedMemory.Folder + "." + Path.GetRandomFileName() + ".tmp";
        MapBacking file = LinuxPlatform.Open(
            beside,
            FileConstants.O_RDWR | FileConstants.O_CLOEXEC | FileConstants.O_NOFOLLOW | FileConstants.O_CREAT | FileConstants.O_EXCL,
            mode,
            created: false,
            failure with { Semaphore = null, SharedName = null, Queue = null, Path = LinuxSharedMemory.Folder });
        bool isNamed = false;
        try
        {
            Fill(platform, file, bytes, mode, last, length);
            fixed (byte* old = LinuxFile.NativePath(beside))
            {
                fixed (byte* name = LinuxFile.NativePath(failure.Path!))
                {
                    isNamed = Libc.link(old, name) == 0;
                    int errno = isNamed ? 0 : Marshal.GetLastPInvokeError();
                    return isNamed ? file : errno == Errno.EEXIST ? null : throw LinuxErrors.Translate(errno, failure with { Call = "link" });
                }
            }
        }
        finally
        {
            LinuxPlatform.Unlink(beside);
            if (!isNamed)
            {
                file.Dispose();
            }
        }
    }

    private static void Fill(LinuxPlatform platform, MapBacking file, byte[] bytes, uint mode, byte[]? last, long length)
    {
        if (last is not null)
        {
            platform.Grow(file, length, Allocation.Required, null, default);
            platform.WriteFile(file, length - last.Length, last);
        }

        platform.WriteFile(file, 0, bytes);

        // Exactly what was asked for, whatever the umask says: an object for others is of no use without it.
        _ = Libc.fchmod(file.File, mode);
    }
}
