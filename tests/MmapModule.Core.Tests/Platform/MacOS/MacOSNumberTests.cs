using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using MmapModule.Interop.MacOS;
using MmapModule.Platform;
using MmapModule.Platform.MacOS;
using MmapModule.Platform.MacOS.Access;
using MmapModule.Platform.MacOS.Errors;
using MmapModule.Platform.MacOS.Files;
using Xunit;

namespace MmapModule.Core.Tests;

/// <summary>The numbers and layouts of Apple's headers, as far as they can be checked against each other.</summary>
public sealed class MacOSNumberTests
{
    [Fact]
    public void Structures_have_the_sizes_of_the_headers()
    {
        Assert.Equal(144, Unsafe.SizeOf<StatBuffer>());
        Assert.Equal(2168, Unsafe.SizeOf<StatFsBuffer>());
        Assert.Equal(32, Unsafe.SizeOf<FStore>());
        Assert.Equal(24, Unsafe.SizeOf<FPunchHole>());
        Assert.Equal(8, Unsafe.SizeOf<PollDescriptor>());
        Assert.Equal(16, Unsafe.SizeOf<RLimit>());
        Assert.Equal(72, Unsafe.SizeOf<PasswdEntry>());
        Assert.Equal((int)VmRegionInfo.Count * sizeof(int), Unsafe.SizeOf<VmRegionInfo>());
    }

    [Fact]
    public void Each_error_number_has_one_name()
    {
        Dictionary<string, int> numbers = Constants(typeof(Errno));
        Assert.Equal(numbers.Count, numbers.Values.Distinct().Count());
        Assert.All(numbers, static number => Assert.Equal(number.Key, Errno.Name(number.Value)));
        Assert.Equal("errno 9999", Errno.Name(9999));

        // Where macOS and Linux differ: a table that was copied from Linux is wrong here.
        Assert.Equal((35, 45, 62, 63, 69, 78, 84, 102), (Errno.EAGAIN, Errno.ENOTSUP, Errno.ELOOP, Errno.ENAMETOOLONG, Errno.EDQUOT, Errno.ENOSYS, Errno.EOVERFLOW, Errno.EOPNOTSUPP));
    }

    [Theory]
    [InlineData("F_")]
    [InlineData("SEEK_")]
    [InlineData("S_IF")]
    [InlineData("RLIMIT_")]
    [InlineData("MADV_")]
    [InlineData("VM_PROT_")]
    [InlineData("KERN_")]
    public void No_number_stands_for_two_things(string prefix)
    {
        int[] numbers = [.. Constants(typeof(FileConstants), typeof(MMapConstants), typeof(MachConstants))
            .Where(constant => constant.Key.StartsWith(prefix, StringComparison.Ordinal) && constant.Key is not "F_ALLOCATEALL" and not "F_PEOFPOSMODE")
            .Select(static constant => constant.Value)];
        Assert.NotEmpty(numbers);
        Assert.Equal(numbers.Length, numbers.Distinct().Count());
    }

    [Theory]
    [InlineData("O_", "O_RDONLY", "O_ACCMODE")]
    [InlineData("MAP_", "MAP_FAILED", "MAP_FAILED")]
    [InlineData("MS_", "", "")]
    [InlineData("PROT_", "PROT_NONE", "")]
    public void Flags_have_a_bit_each(string prefix, string other, string another)
    {
        int together = 0;
        foreach ((string name, int bit) in Constants(typeof(FileConstants), typeof(MMapConstants)))
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && name != other && name != another)
            {
                Assert.True(System.Numerics.BitOperations.IsPow2(bit), name);
                Assert.Equal(0, together & bit);
                together |= bit;
            }
        }

        Assert.NotEqual(0, together);
    }

    [Fact]
    public void Protections_survive_the_way_to_Mach_and_back()
    {
        for (int bits = 0; bits < 8; bits++)
        {
            Assert.Equal(bits, MacOSFlags.Protection(MacOSFlags.Protection(bits)));
        }
    }

    [Fact]
    public void A_status_is_read_from_where_the_kernel_puts_it()
    {
        byte[] bytes = new byte[144];
        BitConverter.TryWriteBytes(bytes.AsSpan(0), 0x01000004);
        BitConverter.TryWriteBytes(bytes.AsSpan(4), (ushort)0x81A4);
        BitConverter.TryWriteBytes(bytes.AsSpan(6), (ushort)2);
        BitConverter.TryWriteBytes(bytes.AsSpan(8), 0x1122334455667788UL);
        BitConverter.TryWriteBytes(bytes.AsSpan(16), 501);
        BitConverter.TryWriteBytes(bytes.AsSpan(20), 20);
        BitConverter.TryWriteBytes(bytes.AsSpan(48), 1_000_000_000L);
        BitConverter.TryWriteBytes(bytes.AsSpan(96), 5L << 32);
        FileStatus status = MacOSFile.ToStatus(Unsafe.ReadUnaligned<StatBuffer>(ref bytes[0]));
        Assert.Equal(
            new FileStatus(BackingType.RegularFile, 5L << 32, new FileIdentity(1, 4, 0x1122334455667788UL), 501, 20, 0x1A4, 2, DateTime.UnixEpoch.AddSeconds(1_000_000_000)),
            status);
    }

    [Theory]
    [InlineData(0x1000, BackingType.Pipe)]
    [InlineData(0x2000, BackingType.CharacterDevice)]
    [InlineData(0x4000, BackingType.Directory)]
    [InlineData(0x6000, BackingType.BlockDevice)]
    [InlineData(0xA000, BackingType.Link)]
    [InlineData(0xC000, BackingType.Socket)]
    [InlineData(0, BackingType.Other)]
    internal void Types_of_files_are_known(int mode, BackingType type) =>
        Assert.Equal(type, MacOSFile.ToStatus(new StatBuffer { st_mode = (ushort)mode }).Type);

    [Theory]
    [InlineData(Errno.ENOENT, "open", MmapErrorKind.PathNotFound)]
    [InlineData(Errno.ENOTDIR, "open", MmapErrorKind.PathNotFound)]
    [InlineData(Errno.ELOOP, "open", MmapErrorKind.PathNotFound)]
    [InlineData(Errno.EACCES, "open", MmapErrorKind.AccessDenied)]
    [InlineData(Errno.EROFS, "open", MmapErrorKind.AccessDenied)]
    [InlineData(Errno.EPERM, "open", MmapErrorKind.NotPermitted)]
    [InlineData(Errno.EISDIR, "open", MmapErrorKind.NotMappable)]
    [InlineData(Errno.ENODEV, "mmap", MmapErrorKind.NotMappable)]
    [InlineData(Errno.EIO, "msync", MmapErrorKind.WritebackFailed)]
    [InlineData(Errno.EIO, "fcntl(F_FULLFSYNC)", MmapErrorKind.WritebackFailed)]
    [InlineData(Errno.EIO, "pread", MmapErrorKind.RegionFault)]
    [InlineData(Errno.ENAMETOOLONG, "open", MmapErrorKind.InvalidArgument)]
    [InlineData(Errno.EINVAL, "mmap", MmapErrorKind.InvalidArgument)]
    [InlineData(Errno.EBADF, "fcntl", MmapErrorKind.BadDescriptor)]
    [InlineData(Errno.EFBIG, "ftruncate", MmapErrorKind.RangeOverflow)]
    [InlineData(Errno.EOVERFLOW, "mmap", MmapErrorKind.RangeOverflow)]
    [InlineData(Errno.EAGAIN, "mlock", MmapErrorKind.MemoryLockLimit)]
    [InlineData(Errno.ENOMEM, "mlock", MmapErrorKind.MemoryLockLimit)]
    [InlineData(Errno.ENOMEM, "msync", MmapErrorKind.RangeNotMapped)]
    [InlineData(Errno.ENOMEM, "mmap", MmapErrorKind.OutOfMemory)]
    [InlineData(Errno.EFAULT, "read", MmapErrorKind.RegionFault)]
    [InlineData(Errno.EMFILE, "open", MmapErrorKind.FileDescriptorLimit)]
    [InlineData(Errno.ENFILE, "open", MmapErrorKind.FileDescriptorLimit)]
    [InlineData(Errno.ETXTBSY, "open", MmapErrorKind.TextFileBusy)]
    [InlineData(Errno.EEXIST, "mmap", MmapErrorKind.AddressInUse)]
    [InlineData(Errno.ENOTSUP, "madvise", MmapErrorKind.FlagNotSupported)]
    [InlineData(Errno.EOPNOTSUPP, "fcntl", MmapErrorKind.FlagNotSupported)]
    [InlineData(Errno.ENOSPC, "ftruncate", MmapErrorKind.NoSpace)]
    [InlineData(Errno.EDQUOT, "pwrite", MmapErrorKind.NoSpace)]
    public void Each_error_number_has_an_id(int errno, string call, MmapErrorKind kind)
    {
        MmapException error = MacOSErrors.Translate(errno, new NativeFailure { Call = call, Path = "/tmp/f", Length = 1 });
        Assert.Equal((kind, Errno.Name(errno), call), (error.Kind, error.ErrnoName, error.NativeCall));
    }

    [Theory]
    [InlineData(Errno.ENOENT, MmapErrorKind.SharedMemoryNotFound)]
    [InlineData(Errno.EEXIST, MmapErrorKind.SharedMemoryExists)]
    [InlineData(Errno.ENAMETOOLONG, MmapErrorKind.InvalidArgument)]
    [InlineData(Errno.EACCES, MmapErrorKind.AccessDenied)]
    public void Memory_with_a_name_has_ids_of_its_own(int errno, MmapErrorKind kind) =>
        Assert.Equal(kind, MacOSErrors.Translate(errno, new NativeFailure { Call = "shm_open", SharedName = "m" }).Kind);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 1 << 20)]
    [InlineData(1, 1 << 20)]
    [InlineData(4095, 2)]
    [InlineData(2047, 1 << 16)]
    public void A_piece_of_a_copy_is_less_than_a_page_and_within_one(int start, int count)
    {
        int page = Environment.SystemPageSize;
        for (long done = 0; done < count;)
        {
            nint address = (nint)(start + done);
            long piece = MachCopier.PieceAt(address, count - done);
            Assert.InRange(piece, 1, Math.Min(count - done, page - 1));
            Assert.Equal(address / page, (address + piece - 1) / page);
            done += piece;
        }
    }

    private static Dictionary<string, int> Constants(params Type[] types) => types
        .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic))
        .Where(static field => field.IsLiteral)
        .ToDictionary(static field => field.Name, static field => field.GetRawConstantValue() is { } value ? (int)Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture) : 0);
}
