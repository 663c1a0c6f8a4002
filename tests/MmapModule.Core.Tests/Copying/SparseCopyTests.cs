using System;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Holes stay holes when ranges are copied.</summary>
public sealed class SparseCopyTests
{
    private const long Far = 5L << 30;

    [Fact]
    public void Holes_of_a_file_are_kept_in_a_new_file_beyond_4_GiB()
    {
        Needs.Holes();
        using TempFile file = new(Far + 100_000);
        byte[] bytes = Data.Random(10_000);
        file.Overwrite(Far, bytes);
        using TempFolder folder = new();
        string copy = folder.Combine("copy");
        using MemoryMap map = MemoryMap.OpenFile(file.Path);

        MemoryMapCopyResult result = map.CopyTo(copy);

        Assert.Equal((map.Length, 0, copy), (result.Length, result.Offset, result.Path));
        Assert.Equal(map.Length, result.BytesWritten + result.BytesSkipped);
        Assert.InRange(result.BytesWritten, 10_000, 20_000);
        Assert.Equal(map.Length, new FileInfo(copy).Length);
        Assert.InRange(Blocks(copy), 10_000, 100_000);
        using MemoryMap copied = MemoryMap.OpenFile(copy);
        Assert.Equal(bytes, copied.Read(Far, bytes.Length));
        Assert.Equal(new byte[100], copied.Read(Far - 100, 100));
    }

    [Fact]
    [OnlyOn("Linux", "uses MAP_NORESERVE")]
    public void Untouched_memory_is_a_hole_too()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 1L << 34, IsPrivate = true, Flags = MapFlags.NoReserve });
        map.WriteInt32(Far, 42);
        using TempFolder folder = new();
        string copy = folder.Combine("copy");

        MemoryMapCopyResult result = map.CopyTo(copy);

        Assert.InRange(result.BytesWritten, 4, 1 << 22);
        using MemoryMap copied = MemoryMap.OpenFile(copy);
        Assert.Equal(42, copied.ReadInt32(Far));
        Assert.InRange(Blocks(copy), 4, 1 << 22);
    }

    [Fact]
    public void A_private_change_in_a_hole_is_data()
    {
        using TempFile file = new(1 << 20);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = true });
        map.WriteInt64(500_000, 42);
        using TempFile copy = new(0);

        map.CopyTo(copy.Path);

        Assert.Equal(map.Read(), copy.Read());
        Assert.InRange(Blocks(copy.Path), 8, 100_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hole_replaces_data_of_the_destination_and_frees_its_blocks(bool isMap)
    {
        using TempFile file = new(1 << 20);
        file.Overwrite(0, Data.Random(100));
        using TempFile old = new(Data.Filled(3 << 20, 7));
        long before = Blocks(old.Path);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        if (isMap)
        {
            using MemoryMap target = MemoryMap.OpenFile(old.Path, new() { Protection = MapProtection.ReadWrite });
            map.CopyTo(target, 1000);
        }
        else
        {
            map.CopyTo(old.Path, 1000);
        }

        byte[] expected = Data.Filled(3 << 20, 7);
        file.Read().CopyTo(expected, 1000);
        Assert.Equal(expected, old.Read());
        Assert.InRange(Blocks(old.Path), 1, before - 900_000);
    }

    [Fact]
    public void SkipZero_leaves_what_is_there_and_makes_no_blocks_in_a_new_file()
    {
        byte[] bytes = Data.Filled(100_000, 1);
        Array.Clear(bytes, 20_000, 50_000);
        using TempFile file = new(bytes);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        using MemoryMap old = MemoryMap.CreateAnonymous(new() { Size = 100_000, IsPrivate = true });
        old.Fill(pattern: [9]);
        using TempFolder folder = new();

        MemoryMapCopyResult result = map.CopyTo(old, skipZero: true);
        _ = map.CopyTo(folder.Combine("new"), skipZero: true);

        // Blocks of 4096 bytes that are zero as a whole: from 20480 to 69632.
        Assert.Equal(69_632 - 20_480, result.BytesSkipped);
        byte[] expected = (byte[])bytes.Clone();
        Array.Fill(expected, (byte)9, 20_480, 69_632 - 20_480);
        Assert.Equal(expected, old.Read());
        Assert.Equal(bytes, TempFile.Read(folder.Combine("new")));
        Assert.InRange(Blocks(folder.Combine("new")), 1, 70_000);
    }

    [Fact]
    public void Filling_holes_with_zeros_allocates_nothing()
    {
        using TempFile file = new(Far);
        file.Overwrite(1 << 20, Data.Filled(10_000, 5));
        long before = Blocks(file.Path);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Fill();
        Assert.Equal(new byte[10_000], map.Read(1 << 20, 10_000));
        Assert.InRange(Blocks(file.Path), 0, before);
    }

    internal static long Blocks(string path) =>
        512 * long.Parse(ProcessRunner.Run("stat", "--dereference", "--format", "%b", path).Output, System.Globalization.CultureInfo.InvariantCulture);
}
