using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Files that change while they are mapped.</summary>
public sealed class ChangingFileTests
{
    private const int Size = 1 << 20;
    private static readonly TimeSpan s_time = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [OnlyOn("Linux", "cuts a mapped file many times a second")]
    public async Task Reading_or_writing_while_the_file_is_cut_and_grows_again_ends_in_nothing_but_truncation(bool isWrite, bool isPrivate)
    {
        using TempFile file = new(Data.Filled(Size, 1));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = isPrivate });
        using CancellationTokenSource end = new();
        ConcurrentDictionary<MmapErrorKind, string> errors = [];
        long good = 0;
        Task[] users = [Use(0), Use(Size / 2)];
        Task cutting = Task.Factory.StartNew(() => CutAndGrow(file, end.Token), TaskCreationOptions.LongRunning);

        // On a machine that has other things to do it takes a while until both has happened.
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < s_time || ((good == 0 || errors.IsEmpty) && watch.Elapsed < s_limit))
        {
            await Task.Delay(20, CancellationToken.None);
        }

        await end.CancelAsync();
        await Task.WhenAll([.. users, cutting]).WaitAsync(s_limit);

        Assert.True(good > 0);
        Assert.Equal([MmapErrorKind.RegionTruncated], errors.Keys);
        file.SetLength(Size);
        Assert.Equal(MapState.Open, map.State);

        Task Use(int offset) => Task.Factory.StartNew(() =>
        {
            byte[] buffer = new byte[Size / 2];
            while (!end.IsCancellationRequested)
            {
                try
                {
                    Access(offset, buffer);
                    Interlocked.Increment(ref good);
                }
                catch (MmapException error)
                {
                    errors.TryAdd(error.Kind, error.Message);
                }
            }
        }, TaskCreationOptions.LongRunning);

        void Access(int offset, byte[] buffer)
        {
            if (isWrite)
            {
                map.Write(offset, buffer);
            }
            else
            {
                map.Read(offset, buffer);
            }
        }
    }

    [Fact]
    public void A_file_that_grows_shows_it_and_keeps_the_length_of_the_map()
    {
        using TempFile file = new(new byte[1000]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        file.SetLength(5000);

        Assert.Equal((1000, 5000), (map.Length, map.FileLength));
        Assert.Equal((4000, 0), (map.GetHealth().GrownBytes, map.GetHealth().TruncatedBytes));
        Assert.True(map.GetHealth().IsHealthy);
        Assert.Equal(MapState.Open, map.State);
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.ReadByte(1000));
    }

    [Fact]
    [OnlyOn("Linux", "replaces a file that is mapped")]
    public void A_file_replaced_by_renaming_is_reported_and_the_old_one_still_shown()
    {
        using TempFolder folder = new();
        string path = folder.Write("log", [1, 2, 3]);
        using MemoryMap map = MemoryMap.OpenFile(path);
        File.Move(folder.Write("log.new", [9]), path, overwrite: true);

        Assert.Equal([1, 2, 3], map.Read());
        MemoryMapHealth health = map.GetHealth();
        Assert.True(health.IsReplaced);
        Assert.False(health.IsDeleted);
        Assert.False(health.IsHealthy);
        Assert.Single(health.Problems);
        Assert.Equal(MapState.Open, health.State);
        Assert.Equal(3, health.FileLength);
    }

    [Fact]
    [OnlyOn("Linux", "removes a file that is open")]
    public void A_deleted_file_is_reported_and_still_shown()
    {
        using TempFile file = new([1, 2, 3]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        File.Delete(file.Path);
        map.WriteByte(0, 5);
        map.Sync(options: new() { IsDurable = true });

        Assert.Equal([5, 2, 3], map.Read());
        MemoryMapHealth health = map.GetHealth();
        Assert.True(health.IsDeleted);
        Assert.False(health.IsReplaced);
        Assert.False(health.IsHealthy);
        Assert.Equal((map.Id, map.Path, 3), (health.Id, health.Path, health.Length));
    }

    [Fact]
    public void The_health_report_of_a_truncated_file_tells_how_much_is_missing()
    {
        using TempFile file = new(new byte[10_000]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Offset = 1000, Length = 5000 });
        Assert.True(map.GetHealth().IsHealthy);
        file.SetLength(2500);
        Assert.Equal((3500, MapState.Truncated, 2500), (map.GetHealth().TruncatedBytes, map.GetHealth().State, map.GetHealth().FileLength));
        file.SetLength(0);
        Assert.Equal(5000, map.GetHealth().TruncatedBytes);
        Assert.All(map.GetHealth().Problems, static problem => Assert.EndsWith(".", problem, StringComparison.Ordinal));
        map.Dispose();
        Assert.Equal(MapState.Closed, map.GetHealth().State);
        Assert.False(map.GetHealth().IsHealthy);
    }

    private static void CutAndGrow(TempFile file, CancellationToken end)
    {
        using FileStream stream = new(file.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        for (int round = 0; !end.IsCancellationRequested; round++)
        {
            stream.SetLength(round % 3 == 0 ? 0 : (round * 7919) % Size);
            stream.SetLength(Size);
        }
    }
}
