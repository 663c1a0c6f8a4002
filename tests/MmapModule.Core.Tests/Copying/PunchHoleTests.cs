using System;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Holes that are punched into files and memory.</summary>
public sealed class PunchHoleTests
{
    private const int Size = 1 << 20;

    [Fact]
    public void Blocks_of_a_file_are_freed_whatever_the_alignment()
    {
        byte[] bytes = Data.Random(Size);
        using TempFile file = new(bytes);
        long before = SparseCopyTests.Blocks(file.Path);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, Offset = 777 });
        map.PunchHole(10_000, 500_001);

        Array.Clear(bytes, 10_777, 500_001);
        Assert.Equal(bytes, file.Read());
        Assert.InRange(SparseCopyTests.Blocks(file.Path), 1, before - 490_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [OnlyOn("Linux", "frees shared memory with madvise(2)")]
    public void Memory_is_given_back(bool isPrivate)
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = Size, IsPrivate = isPrivate });
        map.Fill(pattern: [1, 2, 3]);
        map.PunchHole(5000, 900_000);
        byte[] content = map.Read();
        Assert.Equal(-1, content.AsSpan(5000, 900_000).IndexOfAnyExcept((byte)0));
        Assert.Equal((byte)(1 + (4999 % 3)), content[4999]);
        Assert.NotEqual(0, content[905_000]);
    }

    [Fact]
    [OnlyOn("Linux", "about memfd_create(2)")]
    public void Pages_of_a_memory_file_are_given_back()
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = Size });
        map.Fill(pattern: [1]);
        map.PunchHole();
        Assert.Equal(new byte[Size], map.Read());
        Assert.Equal(0, SparseCopyTests.Blocks(map.Path!));
    }

    [Fact]
    [OnlyOn("Linux", "frees shared memory with madvise(2)")]
    public void What_has_no_blocks_of_its_own_says_so()
    {
        byte[] bytes = Data.Filled(Size, 7);
        using TempFile file = new(bytes);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = true });
        Expect.Failure(MmapErrorKind.FlagNotSupported, () => map.PunchHole());

        using MemoryMap locked = MemoryMap.CreateAnonymous(new() { Size = Size, IsPrivate = true });
        locked.Lock(0, 65536);
        Expect.Failure(MmapErrorKind.FlagNotSupported, () => locked.PunchHole());

        using MemoryMap sealedMap = MemoryMap.CreateMemoryFile(new() { Size = Size, Seals = MapSeals.FutureWrite });
        sealedMap.Fill(pattern: [1]);
        Expect.Failure(MmapErrorKind.Sealed, () => sealedMap.PunchHole());
        Assert.Equal(1, sealedMap.ReadByte(0));
        Assert.Equal(bytes, map.Read());
    }

    [Fact]
    [OnlyOn("Linux", "Wine punches no holes")]
    public void A_file_that_has_become_shorter_is_RegionTruncated()
    {
        using TempFile file = new(Data.Filled(Size, 7));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        file.SetLength(500_000);
        MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () => map.PunchHole(100));
        Assert.Equal(499_900, error.BytesTransferred);
        Assert.Equal(500_000, file.Length);
    }

    [Fact]
    public void Needs_root_A_file_system_without_holes_is_FlagNotSupported()
    {
        using Mount mount = Mount.Create("ramfs", "ramfs", "mode=0777");
        using MemoryMap map = MemoryMap.OpenFile(mount.Combine("file"), new() { Size = Size, Sparse = true, Protection = MapProtection.ReadWrite });
        map.Fill(pattern: [1]);
        Expect.Failure(MmapErrorKind.FlagNotSupported, () => map.PunchHole());
        Assert.Equal(1, map.ReadByte(0));

        // A copy does without: it writes the zeros.
        using TempFile hole = new(Size);
        using MemoryMap source = MemoryMap.OpenFile(hole.Path);
        _ = source.CopyTo(map);
        Assert.Equal(new byte[Size], map.Read());
    }
}
