using System;
using System.Globalization;
using System.IO;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Files;

namespace MmapModule.Platform.Linux.Cache;

/// <summary>
/// Whether mincore(2) tells the truth about a file. Since Linux 5.2 it says "all in memory" to whoever neither owns the file
/// nor may write it, so that nobody can watch what others read.
/// </summary>
internal static unsafe class PageCacheTrust
{
    private const string StatusFile = "/proc/thread-self/status";

    /// <summary>True if the calling thread is told the truth about an open file.</summary>
    internal static bool IsReliable(SafeFileHandle file)
    {
        // Newer kernels refuse cachestat to whom mincore lies.
        return !LinuxPageCache.IsRefused(file) && LinuxFile.TryStat(file, out FileStatus status) == 0 && (IsOwner(status.OwnerId) || MayWrite(file));
    }

    // SAFETY: the path is pinned and ends with a zero byte.
    private static bool MayWrite(SafeFileHandle file)
    {
        using HeldDescriptor held = new(file);
        fixed (byte* path = LinuxFile.NativePath(held.Path))
        {
            return Libc.faccessat(FileConstants.AT_FDCWD, path, FileConstants.W_OK, CacheConstants.AT_EACCESS) == 0;
        }
    }

    /// <summary>The kernel counts as owner who has the file's user id for file access, or the capability to act as any owner.</summary>
    private static bool IsOwner(uint owner)
    {
        try
        {
            bool isOwner = false;
            foreach (string line in File.ReadLines(StatusFile))
            {
                string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                switch (words)
                {
                    // Real, effective, saved, and the one that counts for files.
                    case ["Uid:", _, _, _, string user]:
                        isOwner |= user == owner.ToString(CultureInfo.InvariantCulture);
                        break;
                    case ["CapEff:", string capabilities]:
                        isOwner |= ((ulong.Parse(capabilities, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> CacheConstants.CAP_FOWNER) & 1) != 0;
                        break;
                }
            }

            return isOwner;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Without /proc the effective user is the best answer there is.
            return owner == Libc.geteuid();
        }
    }
}
