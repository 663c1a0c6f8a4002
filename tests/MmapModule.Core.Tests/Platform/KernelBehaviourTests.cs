using System;
using System.IO;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What the kernel does beside the obvious, as far as a user of the engine can see it.</summary>
[OnlyOn("Linux", "asks the kernel of Linux")]
public sealed class KernelBehaviourTests
{
    [Fact]
    public void The_rest_of_the_last_page_reads_as_zeros_and_is_never_written_to_the_file()
    {
        using TempFile file = new(Data.Filled(100, 0xFF));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        byte[] tail = new byte[Data.PageSize - 100];
        Assert.Equal(tail.Length, Copiers.Read(MmapModule.Platform.Linux.Access.MemFdCopier.Instance, map, 100, tail));
        Assert.Equal(new byte[Data.PageSize - 100], tail);

        // Past the engine's own check, the page takes the bytes; the file does not.
        Assert.Equal(10, Copiers.Write(MmapModule.Platform.Linux.Access.MemFdCopier.Instance, map, 100, Data.Filled(10, 0xEE)));
        map.Sync(options: new() { IsDurable = true });
        map.Dispose();
        file.SetLength(Data.PageSize);

        Assert.Equal([.. Data.Filled(100, 0xFF), .. new byte[Data.PageSize - 100]], file.Read());
    }

    [Fact]
    public void The_time_of_the_last_change_moves_when_the_map_is_written_and_synced()
    {
        using TempFile file = new(new byte[100]);
        File.SetLastWriteTimeUtc(file.Path, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        _ = map.Read();
        map.Sync();
        Assert.Equal(2001, File.GetLastWriteTimeUtc(file.Path).Year);
        map.WriteByte(0, 1);
        map.Sync();

        Assert.True(File.GetLastWriteTimeUtc(file.Path).Year > 2001);
    }

    [Fact]
    public void Writing_through_a_map_is_no_event_for_those_who_watch_the_folder()
    {
        using TempFolder folder = new();
        string path = folder.Write("watched", new byte[100]);
        using MemoryMap map = MemoryMap.OpenFile(path, new() { Protection = MapProtection.ReadWrite });
        using FileSystemWatcher watcher = new(folder.Path) { NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size };
        using ManualResetEventSlim changed = new();
        watcher.Changed += (_, _) => changed.Set();
        watcher.EnableRaisingEvents = true;
        map.WriteByte(0, 1);
        map.Sync();
        Assert.False(changed.Wait(200));

        // To show that the watcher works at all.
        File.WriteAllBytes(path, new byte[100]);
        Assert.True(changed.Wait(60_000));
    }

    [Fact]
    public void Removing_a_map_does_not_lose_what_was_written()
    {
        byte[] content = Data.Random(100_000);
        using TempFile file = new(100_000);
        using (MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite }))
        {
            map.Write(0, content);
        }

        Assert.Equal(content, file.Read());
    }

    [Fact]
    public void A_hole_reads_as_zeros_and_a_write_fills_only_its_own_pages()
    {
        using TempFile file = new(10L << 20);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        Assert.Equal(new byte[10 << 20], map.Read());
        map.WriteByte(5 << 20, 1);
        map.Sync();
        ProcessResult blocks = ProcessRunner.Run("stat", "-c", "%b", file.Path);

        Assert.InRange(int.Parse(blocks.Output, System.Globalization.CultureInfo.InvariantCulture) * 512L, 1, 1 << 20);
    }

    [Fact]
    public void A_write_only_map_cannot_be_read()
    {
        using TempFile file = new([1, 2, 3]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.Write });
        map.WriteByte(1, 9);

        Assert.Equal([1, 9, 3], file.Read());
        byte[] buffer = new byte[1];
        Assert.Equal(0, Copiers.Read(MmapModule.Platform.Linux.Access.ProcessVmCopier.Instance, map, 0, buffer));
        Expect.Failure(MmapErrorKind.RegionProtected, () => map.ReadByte(1));
    }
}
