using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Files that can be opened and still not be mapped.</summary>
[OnlyOn("Linux", "uses /proc and attributes of Linux's file systems")]
public sealed class KernelFileErrorTests
{
    [Theory]
    [InlineData("/proc/cpuinfo", "EIO")]
    [InlineData("/proc/self/maps", "ENODEV")]
    [InlineData("/sys/kernel/mm/transparent_hugepage/enabled", "ENODEV")]
    public void A_file_that_the_kernel_makes_up_is_NotMappable(string path, string errno)
    {
        Assert.SkipUnless(File.Exists(path), "there is no " + path);
        MmapException error = Expect.Failure(MmapErrorKind.NotMappable, () => MemoryMap.OpenFile(path));

        Assert.Equal((errno, "mmap"), (error.ErrnoName, error.NativeCall));
        Assert.Contains("Snapshot", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void EAGAIN_a_file_that_another_process_holds_a_lease_on_is_FileLocked()
    {
        using TempFile file = new(new byte[100]);
        using Process holder = ProcessRunner.Start(
            "python3",
            null,
            "-c",
            """
            import fcntl, os, signal, sys
            signal.signal(signal.SIGIO, signal.SIG_IGN)
            fd = os.open(sys.argv[1], os.O_RDONLY)
            fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            print('held', flush=True)
            sys.stdin.read()
            """,
            file.Path);
        try
        {
            Assert.Equal("held", holder.StandardOutput.ReadLine());
            MmapException error = Expect.Failure(
                MmapErrorKind.FileLocked,
                () => MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite }));
            Assert.Equal("EAGAIN", error.ErrnoName);
            using MemoryMap map = MemoryMap.OpenFile(file.Path);
            Assert.Equal(100, map.Length);
        }
        finally
        {
            holder.StandardInput.Close();
            holder.WaitForExit();
        }
    }

    [Fact]
    public void EPERM_execute_on_a_noexec_file_system_is_NoExecMount()
    {
        using Mount mount = Mount.Tmpfs("size=1m,mode=0777,noexec");
        string path = mount.Combine("file");
        File.WriteAllBytes(path, [1, 2, 3]);
        MmapException error = Expect.Failure(
            MmapErrorKind.NoExecMount,
            () => MemoryMap.OpenFile(path, new() { Protection = MapProtection.ReadExecute }));

        Assert.Equal("EPERM", error.ErrnoName);
        using MemoryMap map = MemoryMap.OpenFile(path);
        Assert.Equal([1, 2, 3], map.Read());
    }

    [Fact]
    public void EACCES_an_append_only_file_cannot_be_written_through_a_shared_map()
    {
        Needs.Root("to make a file append-only");
        Needs.Program("chattr");
        using TempFile file = new([1, 2, 3]);
        Assert.SkipUnless(ProcessRunner.Run("chattr", "+a", file.Path).Succeeded, "the file system of the temporary folder has no append-only files");
        try
        {
            MmapException error = Assert.Throws<MmapException>(() => MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite }));
            Assert.Contains(error.Kind, new[] { MmapErrorKind.AccessDenied, MmapErrorKind.NotPermitted });
            using MemoryMap map = MemoryMap.OpenFile(file.Path);
            Assert.Equal([1, 2, 3], map.Read());
        }
        finally
        {
            ProcessRunner.Run("chattr", "-a", file.Path);
        }
    }

    [Fact]
    public void EFBIG_a_size_that_the_file_system_cannot_hold_is_RangeOverflow()
    {
        using TempFolder folder = new();
        MmapException error = Expect.Failure(
            MmapErrorKind.RangeOverflow,
            () => MemoryMap.OpenFile(folder.Combine("new"), new() { Size = long.MaxValue - 4095, Sparse = true }));

        Assert.Equal("EFBIG", error.ErrnoName);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
