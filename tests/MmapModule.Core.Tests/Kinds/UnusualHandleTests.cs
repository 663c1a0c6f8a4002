using System.IO;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Linux;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Handles that behave in a way of their own.</summary>
[OnlyOn("Linux", "about descriptors")]
public sealed class UnusualHandleTests
{
    [Fact]
    public void A_handle_opened_for_direct_io_can_be_mapped_at_any_offset()
    {
        byte[] content = Data.Random(100_000);
        using TempFile file = new(content);
        using SafeFileHandle handle = new(TestLibc.open(file.Path, TestLibc.O_RDWR | TestLibc.O_DIRECT | TestLibc.O_CLOEXEC, 0), ownsHandle: true);
        Assert.SkipWhen(handle.IsInvalid, "the file system of the temporary folder has no direct I/O");
        using MemoryMap map = MemoryMap.OpenHandle(handle, new() { Protection = MapProtection.ReadWrite });
        Assert.Equal(content[777..99_999], map.Read(777, 99_222));

        // What is only in memory so far must be read from there, not past it from the disk.
        map.Write(5_001, [1, 2, 3, 4, 5]);
        Assert.Equal([1, 2, 3, 4, 5], map.Read(5_001, 5));
    }

    [Fact]
    public void Secret_memory_can_be_mapped_read_and_written()
    {
        using SafeFileHandle handle = new((nint)TestLibc.syscall(TestLibc.SYS_memfd_secret, TestLibc.O_CLOEXEC), ownsHandle: true);
        Assert.SkipWhen(handle.IsInvalid, "this kernel has no memfd_secret");
        Assert.Equal(0, Libc.ftruncate(handle, 10_000));
        using MemoryMap map = MemoryMap.OpenHandle(handle, new() { Protection = MapProtection.ReadWrite });
        byte[] content = Data.Random(9_000);
        map.Write(500, content);

        Assert.Equal(content, map.Read(500, 9_000));
        Assert.Equal(new byte[500], map.Read(9_500));
    }

    [Fact]
    public void A_file_of_sysfs_that_can_be_mapped_privately_is_mapped()
    {
        const string types = "/sys/kernel/btf/vmlinux";
        Assert.SkipUnless(File.Exists(types), "this kernel has no " + types);
        using MemoryMap map = MemoryMap.OpenFile(types, new() { IsPrivate = true });

        Assert.Equal(TempFile.Read(types), map.Read());
    }

    [Fact]
    public void A_handle_for_appending_can_be_mapped_for_writing_anywhere()
    {
        using TempFile file = new(new byte[100]);
        using SafeFileHandle handle = new(TestLibc.open(file.Path, TestLibc.O_RDWR | TestLibc.O_APPEND | TestLibc.O_CLOEXEC, 0), ownsHandle: true);
        using MemoryMap map = MemoryMap.OpenHandle(handle, new() { Protection = MapProtection.ReadWrite });
        map.Write(10, [1, 2, 3]);

        Assert.Equal([1, 2, 3], file.Read()[10..13]);
    }
}
