using System;
using System.IO;
using MmapModule.Access;
using MmapModule.Platform.Linux.Access;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Which copier is chosen for which kind of memory.</summary>
[OnlyOn("Linux", "chooses between the ways that Linux has to copy")]
public sealed class CopierChoiceTests
{
    [Theory]
    [InlineData(SampleKind.PrivateAnonymous)]
    [InlineData(SampleKind.SharedAnonymous)]
    [InlineData(SampleKind.PrivateSnapshot)]
    public void Memory_that_cannot_fault_is_touched_directly(SampleKind kind)
    {
        using MapSample sample = new(kind, [1]);

        Assert.IsType<DirectCopier>(CopierOf(sample.Map));
    }

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.PrivateFile)]
    [InlineData(SampleKind.UnalignedFile)]
    [InlineData(SampleKind.SharedMemory)]
    [InlineData(SampleKind.MemoryFile)]
    [InlineData(SampleKind.Handle)]
    public void Memory_that_can_fault_is_never_touched_directly(SampleKind kind)
    {
        using MapSample sample = new(kind, [1]);

        Assert.IsNotType<DirectCopier>(CopierOf(sample.Map));
    }

    [Fact]
    public void A_private_map_of_a_file_is_not_read_from_the_file()
    {
        using MapSample sample = new(SampleKind.PrivateFile, [1, 2, 3]);
        sample.Map.WriteByte(1, 9);

        Assert.IsNotType<FileReadCopier>(CopierOf(sample.Map));
        Assert.Equal([1, 9, 3], sample.Map.Read());
    }

    [Fact]
    public void Private_anonymous_memory_with_unusual_flags_is_not_touched_directly()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 1, IsPrivate = true, Flags = MapFlags.GrowsDown });

        Assert.IsNotType<DirectCopier>(CopierOf(map));
    }

    [Fact]
    public void A_memory_file_that_cannot_shrink_is_not_touched_directly_since_its_pages_come_later()
    {
        using MemoryMap later = MemoryMap.CreateMemoryFile(new() { Size = 5000 });
        Assert.IsNotType<DirectCopier>(CopierOf(later));
        later.AddSeals(MapSeals.Shrink);
        using MemoryMap atOnce = MemoryMap.CreateMemoryFile(new() { Size = 5000, Seals = MapSeals.Shrink });

        Assert.IsNotType<DirectCopier>(CopierOf(later));
        Assert.IsNotType<DirectCopier>(CopierOf(atOnce));
        atOnce.WriteInt32(4996, 42);
        Assert.Equal(42, atOnce.ReadInt32(4996));
    }

    [Fact]
    public void A_memory_file_that_was_cut_before_it_was_sealed_is_not_touched_directly()
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = 8192 });
        using (FileStream file = new(map.Path!, FileMode.Open, FileAccess.ReadWrite))
        {
            file.SetLength(4096);
        }

        map.AddSeals(MapSeals.Shrink);

        Assert.IsNotType<DirectCopier>(CopierOf(map));
        Assert.Equal(MmapErrorKind.RegionTruncated, Assert.Throws<MmapException>(() => map.ReadByte(5000)).Kind);
    }

    [Fact]
    public void Shared_anonymous_memory_that_was_resized_is_not_touched_directly()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 8192 });
        map.Resize(4096);

        Assert.IsNotType<DirectCopier>(CopierOf(map));
    }

    [Fact]
    public void A_device_is_copied_by_the_processor()
    {
        using MemoryMap map = MemoryMap.OpenFile("/dev/zero", new() { Length = 100, Protection = MapProtection.ReadWrite });

        Assert.IsType<MemFdCopier>(CopierOf(map));
        map.Write(50, [1, 2]);
        Assert.Equal([0, 1, 2, 0], map.Read(49, 4));
    }

    [Fact]
    public void The_fallback_is_used_where_the_environment_asks_for_it()
    {
        bool isForced = Environment.GetEnvironmentVariable(FaultProofCopy.ForceFallbackVariable) == "1";

        Assert.Equal(isForced || ProcessVmCopier.Probe() != true, FaultProofCopy.IsFallback);
    }

    private static MemoryCopier CopierOf(MemoryMap map) => map.Mapping.Copier;
}
