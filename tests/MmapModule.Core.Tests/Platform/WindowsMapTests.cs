using System;
using System.IO.MemoryMappedFiles;
using System.Linq;
using MmapModule.Platform;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What is different on Windows: docs/platforms.md says so, and this shows it.</summary>
public sealed class WindowsMapTests
{
    private const int Unit = 64 * 1024;

    [Fact]
    [OnlyOn("Windows", "about views and sections")]
    public void A_file_that_is_mapped_twice_cannot_be_cut_and_both_maps_stay()
    {
        using TempFile file = new(Data.Random(100_000));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        using (MemoryMap other = MemoryMap.OpenFile(file.Path))
        {
            Expect.Failure(MmapErrorKind.FileMapped, () => map.Resize(10, new() { ResizeFile = true }));
            map.WriteInt32(50_000, 77);
            Assert.Equal((100_000, 77), (map.Length, other.ReadInt32(50_000)));
        }

        map.Resize(10, new() { ResizeFile = true });
        Assert.Equal((10, 10), (map.Length, file.Length));
    }

    [Fact]
    [OnlyOn("Windows", "about views and sections")]
    public void Changes_of_a_private_map_outlive_new_lengths_and_missing_parts()
    {
        using TempFile file = new(new byte[10 * Unit]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = true, Length = 4 * Unit });
        map.WriteInt32(5000, 77);
        map.WriteInt32((3 * Unit) + 4096, 88);

        map.Resize(8 * Unit, new());
        Assert.Equal((77, 88), (map.ReadInt32(5000), map.ReadInt32((3 * Unit) + 4096)));
        map.RemovePart(8192, 4096);
        Assert.Equal((77, 88), (map.ReadInt32(5000), map.ReadInt32((3 * Unit) + 4096)));
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => map.ReadByte(8192));
        map.Advise(MapAdvice.DontNeed, 4096, 4096);
        Assert.Equal((0, 88), (map.ReadInt32(5000), map.ReadInt32((3 * Unit) + 4096)));
        Assert.All(file.Read(), static value => Assert.Equal(0, value));
    }

    [Fact]
    [OnlyOn("Windows", "about views and sections")]
    public void Memory_that_is_not_reserved_reads_as_zeros_and_can_be_written()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 1L << 36, IsPrivate = true, Flags = MapFlags.NoReserve });
        long end = (1L << 36) - 10;

        Assert.All(map.Read(end - 100_000, 100_000), static value => Assert.Equal(0, value));
        map.Write(end - 100_000, Data.Filled(100_000, 7));
        map.WriteInt64(Unit - 4, -1);

        Assert.All(map.Read(end - 100_000, 100_000), static value => Assert.Equal(7, value));
        Assert.Equal(-1, map.ReadInt64(Unit - 4));
        Expect.Failure(MmapErrorKind.PlatformNotSupported, () => map.Resize(1L << 37, new()));
    }

    [Fact]
    [OnlyOn("Windows", "about views and sections")]
    public void Memory_of_a_MemoryMappedFile_is_mapped_by_its_handle()
    {
        using MemoryMappedFile memory = MemoryMappedFile.CreateNew(null, 10_000);
        using MemoryMap map = MemoryMap.OpenBorrowed(memory.SafeMemoryMappedFileHandle, new() { Protection = MapProtection.ReadWrite });
        using MemoryMappedViewAccessor view = memory.CreateViewAccessor();

        map.WriteInt32(4, 77);

        Assert.Equal(77, view.ReadInt32(4));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.Resize(1 << 20, new() { ResizeFile = true }));
    }

    [Fact]
    [OnlyOn("Windows", "about views and sections")]
    public void Views_that_this_platform_has_not_made_are_never_unmapped()
    {
        using MemoryMappedFile memory = MemoryMappedFile.CreateNew(null, 10_000);
        using MemoryMappedViewAccessor view = memory.CreateViewAccessor();
        nint address = view.SafeMemoryMappedViewHandle.DangerousGetHandle();

        MapPlatform.Current.Release(address, 12_288, null);

        Assert.Equal(0, view.ReadInt32(0));
    }

    [Fact]
    [OnlyOn("Windows", "about views and sections")]
    public void A_null_reference_is_still_one() =>
        Assert.Throws<NullReferenceException>(static () => Enumerable.Repeat<string?>(null, 1).Single()!.Length);
}
