using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Many threads in one map.</summary>
public sealed class ParallelAccessTests
{
    private const int Threads = 6;
    private const int Slot = 9_000;
    private const int Rounds = 150;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.PrivateFile)]
    [InlineData(SampleKind.SharedAnonymous)]
    [InlineData(SampleKind.PrivateAnonymous)]
    [InlineData(SampleKind.MemoryFile)]
    public async Task Threads_that_work_on_different_parts_do_not_disturb_each_other(SampleKind kind)
    {
        using MapSample sample = new(kind, new byte[Threads * Slot]);
        Task[] tasks = new Task[Threads];
        for (int index = 0; index < Threads; index++)
        {
            int slot = index;
            tasks[index] = Task.Factory.StartNew(() => Work(slot), TaskCreationOptions.LongRunning);
        }

        await Task.WhenAll(tasks).WaitAsync(s_limit);

        void Work(int slot)
        {
            MappedRegion region = sample.Map.Slice((long)slot * Slot, Slot);
            for (int round = 0; round < Rounds; round++)
            {
                byte[] bytes = Data.Random(Slot, (slot * Rounds) + round);
                region.Write(0, bytes);
                Assert.Equal(bytes, region.Read());
                region.WriteInt64(round, round);
                Assert.Equal(round, region.ReadInt64(round));
            }
        }
    }

    [Fact]
    public async Task An_aligned_number_is_never_seen_half_written()
    {
        using MapSample sample = new(SampleKind.MemoryFile, new byte[100]);
        using CancellationTokenSource end = new(TimeSpan.FromMilliseconds(400));
        Task writing = Task.Run(() =>
        {
            for (long value = 0; !end.IsCancellationRequested; value++)
            {
                sample.Map.WriteInt64(8, (value & 0xFFFF) * 0x0001_0001_0001_0001);
            }
        });
        Task reading = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                long value = sample.Map.ReadInt64(8);
                Assert.Equal((value & 0xFFFF) * 0x0001_0001_0001_0001, value);
            }
        });
        await Task.WhenAll(writing, reading).WaitAsync(s_limit);
    }

    [Fact]
    [OnlyOn("Linux", "asks the copiers of Linux")]
    public async Task Threads_that_use_the_fallback_never_see_each_others_bytes()
    {
        using MapSample sample = new(SampleKind.SharedAnonymous, new byte[Threads * Slot]);
        Task[] tasks = new Task[Threads];
        for (int index = 0; index < Threads; index++)
        {
            int slot = index;
            tasks[index] = Task.Factory.StartNew(() =>
            {
                for (int round = 0; round < Rounds; round++)
                {
                    byte[] bytes = Data.Random(Slot, (slot * Rounds) + round);
                    byte[] back = new byte[Slot];
                    Assert.Equal(Slot, Copiers.Write(MmapModule.Platform.Linux.Access.MemFdCopier.Instance, sample.Map, slot * Slot, bytes));
                    Assert.Equal(Slot, Copiers.Read(MmapModule.Platform.Linux.Access.MemFdCopier.Instance, sample.Map, slot * Slot, back));
                    Assert.Equal(bytes, back);
                }
            }, TaskCreationOptions.LongRunning);
        }

        await Task.WhenAll(tasks).WaitAsync(s_limit);
        Assert.Equal(MapState.Open, sample.Map.State);
    }
}
