using System;
using System.Collections.Generic;
using MmapModule.Interop.Linux;
using MmapModule.Platform;
using MmapModule.Platform.Linux.Errors;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The table of the error numbers, row by row.</summary>
[OnlyOn("Linux", "explains errno")]
public sealed class ErrnoTableTests
{
    private static readonly MapRequest s_request = new() { Length = 4096, Protection = MapProtection.Read };

    [Theory]
    [InlineData(Errno.ENOENT, "open", MmapErrorKind.PathNotFound)]
    [InlineData(Errno.ENOTDIR, "open", MmapErrorKind.PathNotFound)]
    [InlineData(Errno.ELOOP, "open", MmapErrorKind.PathNotFound)]
    [InlineData(Errno.EACCES, "open", MmapErrorKind.AccessDenied)]
    [InlineData(Errno.EACCES, "mmap", MmapErrorKind.AccessDenied)]
    [InlineData(Errno.EROFS, "open", MmapErrorKind.AccessDenied)]
    [InlineData(Errno.EPERM, "open", MmapErrorKind.NotPermitted)]
    [InlineData(Errno.EPERM, "mmap", MmapErrorKind.NotPermitted)]
    [InlineData(Errno.ENODEV, "mmap", MmapErrorKind.NotMappable)]
    [InlineData(Errno.EISDIR, "open", MmapErrorKind.NotMappable)]
    [InlineData(Errno.EISDIR, "read", MmapErrorKind.NotMappable)]
    [InlineData(Errno.EIO, "mmap", MmapErrorKind.NotMappable)]
    [InlineData(Errno.EIO, "msync", MmapErrorKind.WritebackFailed)]
    [InlineData(Errno.EIO, "fsync", MmapErrorKind.WritebackFailed)]
    [InlineData(Errno.EIO, "sync_file_range", MmapErrorKind.WritebackFailed)]
    [InlineData(Errno.EIO, "read", MmapErrorKind.RegionFault)]
    [InlineData(Errno.EINVAL, "mmap", MmapErrorKind.InvalidArgument)]
    [InlineData(Errno.EINVAL, "munmap", MmapErrorKind.InvalidArgument)]
    [InlineData(Errno.EINVAL, "msync", MmapErrorKind.InvalidArgument)]
    [InlineData(Errno.EINVAL, "fcntl", MmapErrorKind.InvalidArgument)]
    [InlineData(Errno.EINVAL, "ftruncate", MmapErrorKind.InvalidArgument)]
    [InlineData(Errno.EINVAL, "fallocate", MmapErrorKind.InvalidArgument)]
    [InlineData(Errno.EINVAL, "memfd_create", MmapErrorKind.InvalidArgument)]
    [InlineData(Errno.ENAMETOOLONG, "open", MmapErrorKind.InvalidArgument)]
    [InlineData(Errno.EBADF, "mmap", MmapErrorKind.BadDescriptor)]
    [InlineData(Errno.EOVERFLOW, "mmap", MmapErrorKind.RangeOverflow)]
    [InlineData(Errno.EFBIG, "ftruncate", MmapErrorKind.RangeOverflow)]
    [InlineData(Errno.ENXIO, "open", MmapErrorKind.NoSuchRange)]
    [InlineData(Errno.ENXIO, "mmap", MmapErrorKind.NoSuchRange)]
    [InlineData(Errno.ENOMEM, "mmap", MmapErrorKind.OutOfMemory)]
    [InlineData(Errno.ENOMEM, "mlock", MmapErrorKind.MemoryLockLimit)]
    [InlineData(Errno.ENOMEM, "msync", MmapErrorKind.RangeNotMapped)]
    [InlineData(Errno.ENOMEM, "madvise", MmapErrorKind.RangeNotMapped)]
    [InlineData(Errno.EAGAIN, "mmap", MmapErrorKind.MemoryLockLimit)]
    [InlineData(Errno.EAGAIN, "open", MmapErrorKind.FileLocked)]
    [InlineData(Errno.EAGAIN, "mincore", MmapErrorKind.OutOfMemory)]
    [InlineData(Errno.EMFILE, "open", MmapErrorKind.FileDescriptorLimit)]
    [InlineData(Errno.ENFILE, "open", MmapErrorKind.FileDescriptorLimit)]
    [InlineData(Errno.ETXTBSY, "open", MmapErrorKind.TextFileBusy)]
    [InlineData(Errno.ETXTBSY, "mmap", MmapErrorKind.TextFileBusy)]
    [InlineData(Errno.EEXIST, "mmap", MmapErrorKind.AddressInUse)]
    [InlineData(Errno.EBUSY, "msync", MmapErrorKind.RegionLocked)]
    [InlineData(Errno.EBUSY, "fcntl", MmapErrorKind.SealBusy)]
    [InlineData(Errno.EOPNOTSUPP, "mmap", MmapErrorKind.FlagNotSupported)]
    [InlineData(Errno.ENOSYS, "mmap", MmapErrorKind.FlagNotSupported)]
    [InlineData(Errno.ENOSPC, "fallocate", MmapErrorKind.NoSpace)]
    [InlineData(Errno.ENOSPC, "msync", MmapErrorKind.NoSpace)]
    [InlineData(Errno.EDQUOT, "fallocate", MmapErrorKind.NoSpace)]
    public void Every_error_number_has_its_kind(int errno, string call, MmapErrorKind kind)
    {
        MmapException error = LinuxErrors.Translate(errno, Failure(call));

        Expect.WellFormed(kind, error);
        Assert.Equal((Errno.Name(errno), call, "/some/file", 5, 7), (error.ErrnoName, error.NativeCall, error.Path, error.Offset, error.Length));
    }

    [Theory]
    [InlineData(Errno.ENOENT, MmapErrorKind.SharedMemoryNotFound)]
    [InlineData(Errno.EEXIST, MmapErrorKind.SharedMemoryExists)]
    [InlineData(Errno.EACCES, MmapErrorKind.AccessDenied)]
    [InlineData(Errno.ENOSPC, MmapErrorKind.NoSpace)]
    public void Shared_memory_is_called_by_its_name(int errno, MmapErrorKind kind)
    {
        MmapException error = LinuxErrors.Translate(errno, new NativeFailure { Call = "open", Path = "/dev/shm/a", SharedName = "a" });

        Assert.Contains("shared memory", Expect.WellFormed(kind, error).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("mmap")]
    [InlineData("madvise")]
    public void A_fault_while_mapping_is_one_of_the_kinds_of_faults(string call)
    {
        MmapException error = LinuxErrors.Translate(Errno.EFAULT, new NativeFailure { Call = call, Path = "/some/file" });

        Assert.Contains(
            error.Kind,
            new[] { MmapErrorKind.RegionTruncated, MmapErrorKind.RegionProtected, MmapErrorKind.NoSpace, MmapErrorKind.RegionFault });
    }

    [Theory]
    [InlineData(MapFlags.Locked, null, MmapErrorKind.MemoryLockLimit)]
    [InlineData(MapFlags.Fixed, 4096UL, MmapErrorKind.LowAddress)]
    public void EPERM_is_not_blamed_on_the_seals_that_every_memory_file_has(MapFlags flags, ulong? address, MmapErrorKind kind)
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = 4096 });
        MapRequest request = new()
        {
            Backing = map.Backing,
            Length = 4096,
            Protection = MapProtection.Read,
            Flags = flags,
            Address = address ?? 0x7000_0000_0000,
        };

        Expect.WellFormed(kind, LinuxErrors.Translate(Errno.EPERM, new NativeFailure { Call = "mmap", Backing = map.Backing, Request = request }));
    }

    [Fact]
    public void EPERM_is_not_blamed_on_the_seal_that_shared_memory_has()
    {
        using SharedName name = new();
        using MemoryMap map = MemoryMap.OpenSharedMemory(name.Value, SharedMemoryMode.Create, new() { Size = 4096 });

        Expect.WellFormed(MmapErrorKind.NotPermitted, LinuxErrors.Translate(Errno.EPERM, new NativeFailure { Call = "fallocate", Backing = map.Backing }));
    }

    [Fact]
    public void Any_error_number_of_any_call_is_worded()
    {
        string[] calls =
        [
            "open", "statx", "mmap", "munmap", "msync", "mlock", "madvise", "mprotect", "fcntl", "ftruncate", "fallocate",
            "memfd_create", "fsync", "sync_file_range", "read", "pread", "pwrite",
        ];
        foreach (string call in calls)
        {
            for (int errno = 1; errno < 134; errno++)
            {
                MmapException error = LinuxErrors.Translate(errno, Failure(call) with { ForWriting = errno % 2 == 0 });
                Expect.WellFormed(error.Kind, error);
                Assert.False(string.IsNullOrEmpty(error.ErrnoName));
            }
        }
    }

    [Fact]
    public void Every_named_error_number_is_known_by_its_name()
    {
        List<string> unknown = [];
        foreach (System.Reflection.FieldInfo field in typeof(Errno).GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic))
        {
            if (Errno.Name((int)field.GetRawConstantValue()!) != field.Name)
            {
                unknown.Add(field.Name);
            }
        }

        Assert.Empty(unknown);
        Assert.Equal("errno 4095", Errno.Name(4095));
    }

    private static NativeFailure Failure(string call) =>
        new() { Call = call, Path = "/some/file", Offset = 5, Length = 7, Request = call is "mmap" or "mprotect" ? s_request : null };
}
