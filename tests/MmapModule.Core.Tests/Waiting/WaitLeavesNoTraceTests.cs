using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Waiting only looks: it gives a map no pages, a file no blocks, and leaves its time as it was.</summary>
[OnlyOn("Linux", "reads /proc, and asks stat about blocks")]
public sealed class WaitLeavesNoTraceTests
{
    [Theory]
    [InlineData(MapProtection.Read)]
    [InlineData(MapProtection.ReadWrite)]
    public void A_hole_keeps_no_blocks_and_the_file_its_time(MapProtection protection)
    {
        using TempFile file = new([]);
        using (FileStream stream = new(file.Path, FileMode.Open, FileAccess.Write))
        {
            stream.SetLength(1024 * 1024);
        }

        DateTime time = DateTime.UtcNow.AddDays(-1);
        File.SetLastWriteTimeUtc(file.Path, time);
        DateTime before = File.GetLastWriteTimeUtc(file.Path);
        Assert.Equal(0, Blocks(file.Path));

        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = protection });
        Assert.False(map.WaitUntil(4096, WaitCondition.Equal, 7, 60));
        Assert.False(map.WaitUntil(8192, WaitCondition.Equal, 7L, 60));
        Assert.False(map.WaitForChange(100, 50000, 60));

        Assert.Equal(0, Blocks(file.Path));
        Assert.Equal(before, File.GetLastWriteTimeUtc(file.Path));
    }

    [Fact]
    public void A_clean_file_keeps_its_time_and_stays_clean()
    {
        using TempFile file = new(Data.Filled(4 * Data.PageSize, 1));
        File.SetLastWriteTimeUtc(file.Path, DateTime.UtcNow.AddDays(-1));
        DateTime before = File.GetLastWriteTimeUtc(file.Path);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Sync(options: new SyncOptions { IsDurable = true });

        Assert.False(map.WaitUntil(0, WaitCondition.Equal, 7, 60));
        Assert.False(map.WaitForChange(0, null, 60));

        Assert.Equal(before, File.GetLastWriteTimeUtc(file.Path));
        Assert.DoesNotContain("Shared_Dirty:          4", ProcSmaps(map), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_private_map_sees_what_others_write_while_it_waits(bool inMemory)
    {
        using SharedName name = new();
        using TempFile file = new(new byte[8192]);
        string path = inMemory ? "/dev/shm/" + name.Value : file.Path;
        File.WriteAllBytes(path, new byte[8192]);
        using MemoryMap map = MemoryMap.OpenFile(path, new() { IsPrivate = true, Protection = MapProtection.ReadWrite });
        Task<bool> wait = Task.Factory.StartNew(() => map.WaitUntil(4096, WaitCondition.Equal, 7, 30_000), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.Delay(300);
        Assert.False(wait.IsCompleted);

        using (FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.Position = 4096;
            stream.WriteByte(7);
        }

        Assert.True(await wait);
        Assert.Equal(0, map.Save(changedOnly: true).BytesWritten);
        Assert.Equal(7, TempFile.Read(path)[4096]);
    }

    [Fact]
    public async Task Another_map_of_the_file_wakes_a_wait_at_once()
    {
        using TempFile file = new(new byte[8192]);
        using MemoryMap waiter = MemoryMap.OpenFile(file.Path);
        using MemoryMap writer = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        for (int i = 1; i < 20; i++)
        {
            int wanted = i;
            Task<bool> wait = Task.Factory.StartNew(() => waiter.WaitUntil(4096, WaitCondition.Equal, wanted, 30_000), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await Task.Delay(2 * i);
            writer.WriteInt32(4096, wanted);
            Assert.True(await wait);
        }
    }

    private static long Blocks(string path) =>
        long.Parse(ProcessRunner.Run("stat", "--format", "%b", path).Output, System.Globalization.CultureInfo.InvariantCulture);

    private static string ProcSmaps(MemoryMap map)
    {
        string all = File.ReadAllText("/proc/self/smaps");
        int start = all.IndexOf(map.Address.ToString("x", System.Globalization.CultureInfo.InvariantCulture) + "-", StringComparison.Ordinal);
        int end = all.IndexOf("VmFlags", start, StringComparison.Ordinal);
        return all[start..end];
    }
}
