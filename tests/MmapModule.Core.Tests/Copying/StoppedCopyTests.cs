using System;
using System.IO;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What a copy that was stopped leaves and says.</summary>
public sealed class StoppedCopyTests
{
    private const int Size = 1 << 20;

    [Fact]
    public void A_truncated_source_is_copied_up_to_its_end_and_the_error_says_how_far()
    {
        byte[] bytes = Data.Random(Size);
        using TempFile file = new(bytes);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        using TempFolder folder = new();
        string copy = folder.Combine("copy");
        file.SetLength(300_001);

        MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () => map.CopyTo(copy));

        Assert.Equal((300_001, false), (error.BytesTransferred, error.IsWrite));
        Assert.Contains("the first 300001 of 1048576 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(bytes[..300_001], TempFile.Read(copy));
    }

    [Fact]
    public void A_source_without_anything_left_leaves_no_new_file()
    {
        using TempFile file = new(Data.Random(Size));
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        using TempFolder folder = new();
        file.SetLength(0);
        Assert.Equal(0, Expect.Failure(MmapErrorKind.RegionTruncated, () => map.CopyTo(folder.Combine("copy"))).BytesTransferred);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData(Size)]
    [InlineData(64 * Size)]
    public void A_truncated_destination_holds_what_the_error_says(int size)
    {
        byte[] bytes = Data.Random(size);
        using TempFile source = new(bytes);
        using TempFile file = new(size);
        using MemoryMap map = MemoryMap.OpenFile(source.Path);
        using MemoryMap target = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        file.SetLength(700_000);

        MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () => map.CopyTo(target));

        Assert.Equal((700_000, true), (error.BytesTransferred, error.IsWrite));
        Assert.Equal(bytes[..700_000], file.Read());
    }

    [Fact]
    public void A_copy_from_the_end_says_how_many_of_the_last_bytes_are_done()
    {
        byte[] bytes = Data.Random(Size);
        using TempFile file = new(bytes);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Protect(MapProtection.None, 0, Data.PageSize);

        MmapException error = Expect.Failure(MmapErrorKind.RegionProtected, () => map.CopyTo(map, 100, 0, Size - 100));

        Assert.Equal(0, error.BytesTransferred);
        Assert.Equal(bytes, file.Read());
    }

    [Fact]
    [OnlyOn("Linux", "uses /dev/null")]
    public void What_cannot_be_done_is_found_out_before_anything_is_written()
    {
        byte[] bytes = Data.Filled(Size, 7);
        using TempFile file = new(bytes);
        using TempFile other = new(bytes);
        using MemoryMap source = MemoryMap.CreateAnonymous(new() { Size = Size, IsPrivate = true });
        using MemoryMap readOnly = MemoryMap.OpenFile(file.Path);
        using MemoryMap writable = MemoryMap.OpenFile(other.Path, new() { Protection = MapProtection.ReadWrite });
        writable.Protect(MapProtection.Read, Size / 2, Data.PageSize);

        Expect.Failure(MmapErrorKind.RegionProtected, () => source.CopyTo(readOnly));
        Expect.Failure(MmapErrorKind.RegionProtected, () => readOnly.Fill());
        Expect.Failure(MmapErrorKind.RegionProtected, () => readOnly.PunchHole());
        Expect.Failure(MmapErrorKind.RegionProtected, () => source.CopyTo(writable));
        Expect.Failure(MmapErrorKind.RegionProtected, () => writable.Fill());
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => source.CopyTo(writable, 1));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => source.CopyTo(writable.Slice(0, 10), 0, 0, 11));
        Expect.Failure(MmapErrorKind.NegativeOffset, () => source.CopyTo(file.Path, -1));
        Expect.Failure(MmapErrorKind.RangeOverflow, () => source.CopyTo(file.Path, long.MaxValue));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => source.CopyTo("/dev/null"));

        Assert.Equal(bytes, file.Read());
        Assert.Equal(bytes, other.Read());
    }

    [Fact]
    public void Needs_root_A_full_file_system_is_NoSpace_and_holds_what_the_error_says()
    {
        using Mount mount = Mount.Tmpfs("size=1m,mode=0777");
        byte[] bytes = Data.Random(4 * Size);
        using TempFile file = new(bytes);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        string copy = mount.Combine("copy");

        MmapException error = Expect.Failure(MmapErrorKind.NoSpace, () => map.CopyTo(copy));

        Assert.True(error.IsWrite);
        Assert.InRange(error.BytesTransferred, Size / 2, Size);
        Assert.Equal(bytes[..(int)error.BytesTransferred], TempFile.Read(copy)[..(int)error.BytesTransferred]);
        File.Delete(copy);

        using MemoryMap target = MemoryMap.OpenFile(mount.Combine("sparse"), new() { Size = 4 * Size, Sparse = true, Protection = MapProtection.ReadWrite });
        error = Expect.Failure(MmapErrorKind.NoSpace, () => map.CopyTo(target));
        Assert.InRange(error.BytesTransferred, 1, Size);
        Assert.Equal(bytes[..(int)error.BytesTransferred], target.Read(0, error.BytesTransferred));
        error = Expect.Failure(MmapErrorKind.NoSpace, () => target.Fill(pattern: [1]));
        Assert.InRange(error.BytesTransferred, 1, Size);
    }

    [Fact]
    public void A_cancelled_copy_removes_the_file_it_has_created()
    {
        using TempFile file = new(Data.Random(Size));
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        using TempFolder folder = new();
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => map.CopyTo(folder.Combine("copy"), cancellation: stop.Token));
        Assert.Empty(Directory.GetFiles(folder.Path));
        Assert.ThrowsAny<OperationCanceledException>(() => map.CopyTo(file.Path, 100, cancellation: stop.Token));
        Assert.Equal(Size, file.Length);
    }

    [Fact]
    public void Needs_root_Blocks_may_be_shared_where_the_file_system_can()
    {
        Needs.Root("to mount a small file system");
        using TempFile image = new(400L << 20);
        ProcessResult made = ProcessRunner.Run("mkfs.xfs", "-q", "-m", "reflink=1", image.Path);
        Assert.True(made.Succeeded, made.All);
        using Mount mount = Mount.Create("xfs", image.Path, "loop");
        byte[] bytes = Data.Random(9 * Size);
        File.WriteAllBytes(mount.Combine("source"), bytes);
        using MemoryMap map = MemoryMap.OpenFile(mount.Combine("source"));

        Assert.Equal(bytes.Length, map.CopyTo(mount.Combine("copy")).BytesWritten);
        Assert.Equal(bytes, TempFile.Read(mount.Combine("copy")));
        _ = map.CopyTo(mount.Combine("copy"), 5, 3, 8 * Size);
        byte[] expected = (byte[])bytes.Clone();
        Buffer.BlockCopy(bytes, 3, expected, 5, 8 * Size);
        Assert.Equal(expected, TempFile.Read(mount.Combine("copy")));
    }
}
