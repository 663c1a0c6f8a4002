using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.MacOS;
using MmapModule.Platform.MacOS;
using MmapModule.Platform.MacOS.Files;
using MmapModule.Tests;
using Xunit;

namespace MmapModule.Core.Tests;

/// <summary>
/// The declarations for macOS, called with the C library of Linux in the place of Apple's: what both have in common works, above all
/// that variable arguments arrive where x64 looks for them. That they are on the stack, where arm64 looks on macOS, is in their order.
/// </summary>
[OnlyOn("Linux", "lends the declarations its C library")]
public sealed class MacOSDeclarationTests
{
    private const int CreateNew = 0x40 | 0x80 | 0x2;
    private const int GetFlags = 3;
    private const int DuplicateFrom = 0;

    static MacOSDeclarationTests() => NativeLibrary.SetDllImportResolver(
        typeof(MemoryMap).Assembly,
        static (name, assembly, path) => name == LibSystem.Library ? NativeLibrary.Load("libc.so.6", assembly, path) : 0);

    [Fact]
    public unsafe void The_mode_of_a_new_file_arrives()
    {
        Assert.SkipWhen(RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal), "libc.so.6 is that of glibc");
        using TempFolder folder = new();
        string path = folder.Combine("new");
        fixed (byte* name = MacOSFile.NativePath(path))
        {
            int descriptor = SystemCalls.Open(name, CreateNew, 0x100 | 0x20);
            Assert.True(descriptor >= 0);
            using SafeFileHandle file = new(descriptor, ownsHandle: true);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
            Assert.Equal(2, SystemCalls.Fcntl(file, GetFlags) & 3);

            int copy = SystemCalls.Fcntl(file, DuplicateFrom, 200);
            Assert.InRange(copy, 200, int.MaxValue);
            new SafeFileHandle(copy, ownsHandle: true).Dispose();
        }
    }

    [Fact]
    public unsafe void A_file_is_written_mapped_changed_and_read()
    {
        Assert.SkipWhen(RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal), "libc.so.6 is that of glibc");
        using TempFolder folder = new();
        using SafeFileHandle file = File.OpenHandle(folder.Combine("f"), FileMode.CreateNew, FileAccess.ReadWrite);
        nuint page = (nuint)Environment.SystemPageSize;
        byte* bytes = stackalloc byte[4];
        bytes[0] = 7;
        Assert.Equal(0, LibSystem.ftruncate(file, (long)page * 2));
        Assert.Equal(1, LibSystem.pwrite(file, bytes, 1, (long)page));

        nint address = LibSystem.mmap(0, page, MMapConstants.PROT_READ | MMapConstants.PROT_WRITE, MMapConstants.MAP_SHARED, file, (long)page);
        Assert.NotEqual(MMapConstants.MAP_FAILED, address);
        Assert.Equal(7, *(byte*)address);
        *((byte*)address + 1) = 8;
        Assert.Equal(0, LibSystem.madvise(address, page, MMapConstants.MADV_WILLNEED));
        Assert.Equal(0, LibSystem.mprotect(address, page, MMapConstants.PROT_READ));
        Assert.Equal(0, LibSystem.mincore(address, page, bytes + 3));
        Assert.Equal(MMapConstants.MINCORE_INCORE, bytes[3] & MMapConstants.MINCORE_INCORE);
        Assert.Equal(0, LibSystem.munmap(address, page));
        Assert.Equal(2, LibSystem.pread(file, bytes, 2, (long)page));
        Assert.Equal(8, bytes[1]);
        Assert.Equal((long)page * 2, LibSystem.lseek(file, 0, FileConstants.SEEK_END));
        Assert.Equal(0, LibSystem.fsync(file));
        Assert.Equal(0, LibSystem.fchmod(file, 0x180));
    }

    [Fact]
    public void Variable_arguments_are_the_third_and_the_ninth()
    {
        foreach (string name in (string[])["open", "fcntl", "shm_open"])
        {
            System.Reflection.MethodInfo method = typeof(LibSystem).GetMethod(name, System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!;
            System.Reflection.ParameterInfo[] parameters = method.GetParameters();
            Assert.Equal(9, parameters.Length);
            Assert.All(parameters[2..], static parameter => Assert.Equal(typeof(nint), parameter.ParameterType));
            Assert.Equal("onStack", parameters[8].Name);
        }
    }
}
