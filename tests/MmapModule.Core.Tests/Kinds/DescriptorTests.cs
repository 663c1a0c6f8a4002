using System;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Descriptors that a map takes, keeps and gives back.</summary>
[OnlyOn("Linux", "about descriptors")]
public sealed class DescriptorTests
{
    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.PrivateFile)]
    [InlineData(SampleKind.SharedMemory)]
    [InlineData(SampleKind.MemoryFile)]
    [InlineData(SampleKind.PrivateSnapshot)]
    [InlineData(SampleKind.Handle)]
    public void The_descriptor_of_a_map_closes_on_exec(SampleKind kind)
    {
        using MapSample sample = new(kind, new byte[100]);
        int descriptor = (int)sample.Map.Backing!.File.DangerousGetHandle();

        Assert.NotEqual(0, ProcFiles.Flags(descriptor) & TestLibc.O_CLOEXEC);
    }

    [Fact]
    public void A_child_process_inherits_no_descriptor()
    {
        using MapSample file = new(SampleKind.File, new byte[100]);
        using MapSample shared = new(SampleKind.SharedMemory, new byte[100]);
        using MapSample memoryFile = new(SampleKind.MemoryFile, new byte[100]);

        // The staging file of the fallback is a descriptor too.
        _ = Copiers.Read(MmapModule.Platform.Linux.Access.MemFdCopier.Instance, file.Map, 0, new byte[10]);
        string list = ProcessRunner.Run("ls", "-l", "/proc/self/fd").Output;

        Assert.Contains("->", list, StringComparison.Ordinal);
        Assert.DoesNotContain(file.Map.Path!, list, StringComparison.Ordinal);
        Assert.DoesNotContain(shared.Map.Path!, list, StringComparison.Ordinal);
        Assert.DoesNotContain("memfd:MmapModule", list, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_for_reading_opens_its_file_for_reading_only()
    {
        using TempFile file = new(new byte[100]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);

        Assert.Equal(0, ProcFiles.Flags(Assert.Single(ProcFiles.OpenOn(file.Path))) & 3);
    }

    [Fact]
    public void A_map_has_exactly_one_descriptor_and_anonymous_memory_none()
    {
        using TempFile file = new(new byte[100]);
        using (MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite }))
        {
            map.WriteByte(0, 1);
            map.Sync(options: new() { IsDurable = true });
            Assert.Single(ProcFiles.OpenOn(file.Path));
        }

        Assert.Empty(ProcFiles.OpenOn(file.Path));
        using MemoryMap anonymous = MemoryMap.CreateAnonymous(new() { Size = 100 });
        Assert.Null(anonymous.Backing);
    }

    [Fact]
    public void A_failed_map_leaves_no_descriptor_behind()
    {
        using TempFile file = new(new byte[100]);
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => MemoryMap.OpenFile(file.Path, new() { Offset = 101 }));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenFile(file.Path, new() { Flags = MapFlags.HugeTlb }));

        Assert.Empty(ProcFiles.OpenOn(file.Path));
    }

    [Fact]
    public void A_process_that_holds_a_lock_is_not_disturbed()
    {
        using TempFile file = new(new byte[100]);
        using FileStream locked = new(file.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        map.Dispose();

        // flock(2) belongs to the open file, not to the process, so closing ours has not released it.
        Assert.Equal(1, ProcessRunner.Run("flock", "-n", file.Path, "true").ExitCode);
    }
}
