using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A snapshot of a part reads and keeps that part only.</summary>
public sealed class SnapshotPartTests
{
    [Fact]
    public void A_part_far_behind_the_start_is_read_where_it_is()
    {
        const long offset = 1L << 42;
        using TempFile file = new(offset + 10_000);
        file.Overwrite(offset + 100, [1, 2, 3]);

        using MemoryMap map = MemoryMap.CreateSnapshot(file.Path, new() { Offset = offset + 100, Length = 3 });

        Assert.Equal([1, 2, 3], map.Read());
        Assert.Equal(offset + 100, map.FileOffset);
    }

    [Fact]
    public void The_end_of_a_file_is_read_where_it_is()
    {
        const long length = 1L << 42;
        using TempFile file = new(length);
        file.Overwrite(length - 3, [1, 2, 3]);

        using MemoryMap map = MemoryMap.CreateSnapshot(file.Path, new() { Offset = 5000, FromEnd = true });

        Assert.Equal(5000, map.Length);
        Assert.Equal([0, 1, 2, 3], map.Read(4996));
    }

    [Fact]
    [OnlyOn("Linux", "reads /proc/self/mem")]
    public void Memory_of_a_process_can_be_copied_by_its_address()
    {
        byte[] content = Data.Random(10_000);
        using MemoryMap memory = MemoryMap.CreateAnonymous(new() { Size = 20_000, IsPrivate = true });
        memory.Write(5_000, content);

        using MemoryMap map = MemoryMap.CreateSnapshot("/proc/self/mem", new() { Offset = (long)memory.Address + 5_000, Length = 10_000 });

        Assert.Equal(content, map.Read());
    }

    [Fact]
    [OnlyOn("Linux", "uses pipes of Linux")]
    public async Task What_cannot_be_skipped_is_thrown_away()
    {
        byte[] content = Data.Random(30_000);
        using TempFolder folder = new();
        string path = folder.Combine("pipe");
        Assert.Equal(0, TestLibc.mkfifo(path, 0x180));
        Task writer = Task.Run(() => File.WriteAllBytes(path, content));

        using MemoryMap map = MemoryMap.CreateSnapshot(path, new() { Offset = 10_001, Length = 500 });

        Assert.Equal(content[10_001..10_501], map.Read());
        try
        {
            await writer;
        }
        catch (IOException)
        {
            // The reader left before the end.
        }
    }

    [Fact]
    public void A_part_behind_the_end_is_out_of_range()
    {
        using TempFile file = new(new byte[100]);

        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => MemoryMap.CreateSnapshot(file.Path, new() { Offset = 5000, Length = 1 }));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => MemoryMap.CreateSnapshot(file.Path, new() { Offset = 101, FromEnd = true }));
    }
}
