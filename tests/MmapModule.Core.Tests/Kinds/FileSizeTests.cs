using System;
using System.Globalization;
using System.IO;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Files that are created or made longer for a map.</summary>
public sealed class FileSizeTests
{
    private const int Size = 1_000_000;

    [Fact]
    public void A_missing_file_is_created_with_its_space_allocated()
    {
        using TempFolder folder = new();
        string path = folder.Combine("new");
        using MemoryMap map = MemoryMap.OpenFile(path, new() { Size = Size, Protection = MapProtection.ReadWrite });

        Assert.Equal(Size, map.Length);
        Assert.Equal(Size, new FileInfo(path).Length);
        Assert.True(AllocatedBytes(path) >= Size);
        Assert.Equal(new byte[Size], map.Read());
    }

    [Fact]
    public void A_sparse_file_is_created_without_any_block()
    {
        using TempFolder folder = new();
        string path = folder.Combine("new");
        using MemoryMap map = MemoryMap.OpenFile(path, new() { Size = Size, Sparse = true });

        Assert.Equal(Size, new FileInfo(path).Length);
        Assert.Equal(0, AllocatedBytes(path));
        Assert.Equal(new byte[Size], map.Read());
    }

    [Fact]
    public void A_shorter_file_grows_and_keeps_its_content()
    {
        byte[] content = Data.Random(5_000);
        using TempFile file = new(content);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Size = Size });

        Assert.Equal(Size, file.Length);
        Assert.True(AllocatedBytes(file.Path) >= Size);
        Assert.Equal(content, map.Read(0, 5_000));
        Assert.Equal(new byte[Size - 5_000], map.Read(5_000));
    }

    [Fact]
    public void A_shorter_file_grows_by_a_hole_if_asked_to()
    {
        using TempFile file = new(Data.Random(100));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Size = Size, Sparse = true });

        Assert.Equal(Size, map.Length);
        Assert.True(AllocatedBytes(file.Path) < Size / 2);
    }

    [Fact]
    public void A_longer_file_is_never_cut()
    {
        byte[] content = Data.Random(5_000);
        using TempFile file = new(content);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Size = 100 });

        Assert.Equal(5_000, map.Length);
        Assert.Equal(content, file.Read());
    }

    [Fact]
    public void Without_a_size_a_missing_file_is_not_created()
    {
        using TempFolder folder = new();
        Expect.Failure(
            MmapErrorKind.PathNotFound,
            () => MemoryMap.OpenFile(folder.Combine("new"), new() { Protection = MapProtection.ReadWrite }));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    [OnlyOn("Linux", "uses MAP_SYNC")]
    public void A_created_file_is_removed_again_if_it_cannot_be_mapped()
    {
        using TempFolder folder = new();
        Expect.Failure(
            MmapErrorKind.FlagNotSupported,
            () => MemoryMap.OpenFile(folder.Combine("new"), new() { Size = 100, Flags = MapFlags.Sync }));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_wrong_range_leaves_no_created_file_behind()
    {
        using TempFolder folder = new();
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => MemoryMap.OpenFile(folder.Combine("new"), new() { Size = 100, Offset = 200 }));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_wrong_range_does_not_make_an_existing_file_longer()
    {
        using TempFile file = new(new byte[100]);
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => MemoryMap.OpenFile(file.Path, new() { Size = 8_000, Offset = 10_000 }));

        Assert.Equal(100, file.Length);
    }

    [Fact]
    [OnlyOn("Linux", "uses MAP_SYNC")]
    public void A_file_that_cannot_be_mapped_keeps_its_length()
    {
        using TempFile file = new(new byte[100]);
        Expect.Failure(MmapErrorKind.FlagNotSupported, () => MemoryMap.OpenFile(file.Path, new() { Size = 8_000, Flags = MapFlags.Sync }));

        Assert.Equal(100, file.Length);
    }

    [Fact]
    public void Creating_a_file_can_be_cancelled_and_leaves_nothing()
    {
        using TempFolder folder = new();
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => MemoryMap.OpenFile(folder.Combine("new"), new() { Size = Size }, cancelled.Token));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Sizes_that_no_file_system_can_hold_are_an_error()
    {
        using TempFolder folder = new();
        Expect.Failure(MmapErrorKind.RangeOverflow, () => MemoryMap.OpenFile(folder.Combine("new"), new() { Size = long.MaxValue, Sparse = true }));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    [OnlyOn("Linux", "uses /dev/zero")]
    public void Only_ordinary_files_can_be_given_a_size()
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => MemoryMap.OpenFile("/dev/zero", new() { Size = 100 }));
    }

    private static long AllocatedBytes(string path) =>
        long.Parse(ProcessRunner.Run("stat", "-c", "%b", path).Output, CultureInfo.InvariantCulture) * 512;
}
