using System.Runtime.InteropServices;

namespace MmapModule.Tests;

/// <summary>System calls that only the tests need, to bring about what the engine must cope with.</summary>
internal static unsafe partial class TestLibc
{
    internal const int O_WRONLY = 1;
    internal const int O_RDWR = 2;
    internal const int O_PATH = 0x200000;
    internal const int O_APPEND = 0x400;
    internal const int O_DIRECT = 0x4000;
    internal const int O_CLOEXEC = 0x80000;

    internal const int SEEK_SET = 0;
    internal const int SEEK_CUR = 1;

    internal const int SYS_memfd_secret = 447;
    internal const uint CapabilityVersion3 = 0x20080522;
    internal const int CAP_IPC_LOCK = 14;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mkfifo(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int chown(string path, uint owner, uint group);

    /// <summary>Changes who the calling thread is to file systems; root loses its privilege over files with it.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setfsuid(uint id);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int capget(uint* header, uint* data);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int capset(uint* header, uint* data);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial long syscall(long number, long first);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial long lseek(int fd, long offset, int whence);
}
