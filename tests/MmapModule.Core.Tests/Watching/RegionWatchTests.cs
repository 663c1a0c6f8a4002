using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Watching bytes and values: what is told, and that nothing that stays changed is missed.</summary>
public sealed class RegionWatchTests
{
    private const int Long = 60_000;

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.PrivateFile)]
    [InlineData(SampleKind.PrivateAnonymous)]
    [InlineData(SampleKind.SharedMemory)]
    public void A_change_between_two_calls_is_told_by_the_next(SampleKind kind)
    {
        using MapSample sample = new(kind, new byte[Data.PageSize]);
        RegionWatch watch = sample.Map.Slice(100, 50).Watch(0, 50);
        Assert.Null(watch.Next(0));
        sample.Map.Write(110, [1, 0, 2]);
        sample.Map.Write(99, [9]);
        MappedChange change = watch.Next(0)!;
        Assert.Equal(110, change.ChangedOffset);
        Assert.Equal(3, change.ChangedLength);
        Assert.Equal(100, change.Offset);
        Assert.Equal(50, change.Length);
        Assert.Equal(new byte[50], (byte[])change.Before!);
        Assert.Equal(1, ((byte[])change.After)[10]);
        Assert.Null(watch.Next(0));
        sample.Map.Write(110, [0, 0, 0]);
        Assert.Equal(3, watch.Next(0)!.ChangedLength);
    }

    [Fact]
    public async Task Each_number_that_is_told_follows_the_one_before_and_the_last_is_never_missed()
    {
        using MapSample sample = new(SampleKind.SharedMemory, new byte[64]);
        RegionWatch watch = sample.Map.WatchValue(3, MappedValueType.Int64, bigEndian: true);
        Task writer = Task.Run(() =>
        {
            for (long i = 1; i <= 2000; i++)
            {
                sample.Map.WriteInt64(3, i, true);
                if (i % 100 == 0)
                {
                    Thread.Sleep(1);
                }
            }
        });
        object last = 0L;
        while ((long)last < 2000)
        {
            MappedChange? change = watch.Next(Long);
            Assert.NotNull(change);
            Assert.Equal(last, change.Before);
            Assert.True(Comparer<object>.Default.Compare(change.After, last) > 0);
            last = change.After;
        }

        await writer;
        Assert.Equal(2000L, watch.Current().After);
    }

    [Fact]
    public void What_cannot_be_watched_is_an_error()
    {
        using TempFile file = new(new byte[2 * Data.PageSize]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new());
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.Watch(0, 0));
        RegionWatch watch = map.Watch(Data.PageSize);
        Assert.True(ProcessRunner.Run("truncate", "-s", "0", file.Path).Succeeded);
        Expect.Failure(MmapErrorKind.RegionTruncated, () => watch.Next(Long));
        using MapSample sample = new(SampleKind.MemoryFile, new byte[64]);
        RegionWatch closed = sample.Map.Watch();
        sample.Map.Dispose();
        Expect.Failure(MmapErrorKind.MapDisposed, () => closed.Next(Long));
    }
}
