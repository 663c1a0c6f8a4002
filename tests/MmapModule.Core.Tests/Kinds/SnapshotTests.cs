using System;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Sealed copies of files, pipes and files of /proc.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void A_snapshot_keeps_what_the_file_was()
    {
        byte[] content = Data.Random(3_000_000);
        using TempFile file = new(content);
        using MemoryMap map = MemoryMap.CreateSnapshot(file.Path);
        file.Overwrite(0, new byte[100]);
        file.SetLength(10);

        Assert.Equal(content, map.Read());
        Assert.Equal(MapKind.Snapshot, map.Kind);
        Assert.Equal(MapState.Open, map.State);
        Assert.Equal(file.Path, map.Path);
        Assert.Equal(Path.GetFileName(file.Path), map.Name);
        Assert.Equal(MapProtection.Read, map.Protection);
        Assert.True(map.GetHealth().IsHealthy);
    }

    [Fact]
    public void Nobody_can_change_or_cut_it()
    {
        using TempFile file = new(new byte[5_000]);
        using MemoryMap map = MemoryMap.CreateSnapshot(file.Path);
        string path = $"/proc/{Environment.ProcessId}/fd/{(int)map.Backing!.File.DangerousGetHandle()}";
        ProcessResult child = ProcessRunner.Python(
            """
            import mmap, os, sys
            fd = os.open(sys.argv[1], os.O_RDWR)
            for action in (lambda: os.write(fd, b'x'), lambda: os.ftruncate(fd, 0), lambda: os.ftruncate(fd, 99999), lambda: mmap.mmap(fd, 0)):
                try:
                    action()
                    print('done')
                except PermissionError:
                    print('refused')
            """,
            path);

        Assert.Equal("refused refused refused refused", string.Join(' ', child.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(new byte[5_000], map.Read());
    }

    [Fact]
    [OnlyOn("Linux", "seals the copy")]
    public void It_can_be_mapped_for_writing_only_privately()
    {
        using TempFile file = new([1, 2, 3]);
        Expect.Failure(MmapErrorKind.Sealed, () => MemoryMap.CreateSnapshot(file.Path, new() { Protection = MapProtection.ReadWrite }));

        using MemoryMap map = MemoryMap.CreateSnapshot(file.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = true });
        map.WriteByte(1, 9);
        Assert.Equal([1, 9, 3], map.Read());
        Assert.Equal([1, 2, 3], file.Read());
    }

    [Fact]
    public void Part_of_it_can_be_mapped()
    {
        byte[] content = Data.Random(20_000);
        using TempFile file = new(content);
        using MemoryMap map = MemoryMap.CreateSnapshot(file.Path, new() { Offset = 5_001, FromEnd = true, Length = 5_000 });

        Assert.Equal(content[14_999..19_999], map.Read());
    }

    [Theory]
    [InlineData("/proc/cpuinfo")]
    [InlineData("/proc/version")]
    [InlineData("/sys/kernel/mm/transparent_hugepage/enabled")]
    [OnlyOn("Linux", "reads /proc")]
    public void Files_that_the_kernel_makes_up_can_be_read_that_way(string path)
    {
        using MemoryMap map = MemoryMap.CreateSnapshot(path);

        // Frequencies in cpuinfo change all the time, its first words do not.
        Assert.True(map.Length > 0);
        Assert.StartsWith(map.ReadString(0, 10), File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_and_a_missing_file_are_errors()
    {
        using TempFolder folder = new();
        Expect.Failure(MmapErrorKind.NotMappable, () => MemoryMap.CreateSnapshot(folder.Path));
        Expect.Failure(MmapErrorKind.PathNotFound, () => MemoryMap.CreateSnapshot(folder.Combine("none")));
        Assert.Throws<ArgumentNullException>(static () => MemoryMap.CreateSnapshot(null!));
    }

    [Fact]
    public void A_snapshot_has_no_size_of_its_own()
    {
        using TempFile file = new([1, 2, 3]);
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.CreateSnapshot(file.Path, new() { Size = 100 }));
    }

    [Fact]
    [OnlyOn("Linux", "uses /dev/zero")]
    public void Of_a_device_without_end_the_length_must_be_said()
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => MemoryMap.CreateSnapshot("/dev/zero"));
        using MemoryMap map = MemoryMap.CreateSnapshot("/dev/zero", new() { Length = 5_000 });

        Assert.Equal(new byte[5_000], map.Read());
    }
}
