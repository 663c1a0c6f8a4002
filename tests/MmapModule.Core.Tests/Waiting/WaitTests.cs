using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Waits for bytes and values: when they end, and what they leave untouched.</summary>
public sealed class WaitTests
{
    private const int Long = 30_000;

    [Theory]
    [InlineData(WaitCondition.Equal, true, false, false)]
    [InlineData(WaitCondition.NotEqual, false, true, true)]
    [InlineData(WaitCondition.Greater, false, true, false)]
    [InlineData(WaitCondition.Less, false, false, true)]
    public void A_condition_that_holds_ends_the_wait_at_once_for_every_type(WaitCondition until, bool same, bool greater, bool less)
    {
        using MapSample sample = new(SampleKind.SharedMemory, new byte[64]);
        object[] fives = [(sbyte)5, (byte)5, (short)5, (ushort)5, 5, 5u, 5L, 5UL, (Half)5, 5f, 5.0, 5m, (char)5];
        foreach (object value in fives)
        {
            Assert.Equal(same, IsMet(sample.Map, value, until, 5));
            Assert.Equal(greater, IsMet(sample.Map, value, until, 6));
            Assert.Equal(less, IsMet(sample.Map, value, until, 4));
        }
    }

    [Fact]
    public void Signed_and_unsigned_numbers_are_compared_as_what_they_are()
    {
        using MapSample sample = new(SampleKind.SharedMemory, Data.Filled(64, 0xFF));
        Assert.True(sample.Map.WaitUntil(0, WaitCondition.Less, 0, 0));
        Assert.True(sample.Map.WaitUntil(0, WaitCondition.Greater, 0u, 0));
        Assert.True(sample.Map.WaitUntil(3, WaitCondition.Equal, -1L, 0));
        Assert.False(sample.Map.WaitUntil(3, WaitCondition.Less, 0UL, 0));
    }

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.UnalignedFile)]
    [InlineData(SampleKind.PrivateFile)]
    [InlineData(SampleKind.SharedAnonymous)]
    [InlineData(SampleKind.PrivateAnonymous)]
    [InlineData(SampleKind.SharedMemory)]
    [InlineData(SampleKind.MemoryFile)]
    public async Task What_another_thread_writes_ends_the_wait(SampleKind kind)
    {
        using MapSample sample = new(kind, new byte[3 * Data.PageSize]);
        MemoryMap map = sample.Map;
        Task<bool> value = OnOwnThread(() => map.WaitUntil(101, WaitCondition.Equal, 7, Long));
        Task<bool> change = OnOwnThread(() => map.WaitForChange(2 * Data.PageSize, null, Long));
        Task<bool> atomic = OnOwnThread(() => map.Slice(5000).WaitUntil(Aligned(map, 5000), WaitCondition.Greater, 4L, Long));
        await Task.Delay(200);
        Assert.False(value.IsCompleted || change.IsCompleted || atomic.IsCompleted);

        map.Write(50, Data.Filled(20, 1));
        map.WriteInt32(101, 7);
        for (byte i = 1; !change.IsCompleted; i++)
        {
            // A wait that begins late must see a change too.
            map.Write((2 * Data.PageSize) + 999, Data.Filled(Data.PageSize / 2, i));
            await Task.Delay(50);
        }

        _ = map.InterlockedAdd(5000 + Aligned(map, 5000), 5L);

        Assert.All(await Task.WhenAll(value, change, atomic), Assert.True);
    }

    [Fact]
    public async Task What_another_program_writes_is_noticed()
    {
        using TempFile file = new(new byte[100]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new());
        Task<bool> wait = OnOwnThread(() => map.WaitForChange(97, 3, Long));
        for (byte i = 1; !wait.IsCompleted; i++)
        {
            file.Overwrite(99, [i]);
            await Task.Delay(50);
        }

        Assert.True(await wait);
    }

    [Fact]
    public void The_time_is_kept()
    {
        using MapSample sample = new(SampleKind.SharedMemory, new byte[64]);
        foreach (int timeout in new[] { 0, 1, 30, 200 })
        {
            long start = Stopwatch.GetTimestamp();
            Assert.False(sample.Map.WaitForChange(0, 8, timeout));
            Assert.True(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= timeout);
        }
    }

    [Fact]
    public async Task A_word_that_changes_all_the_time_is_no_reason_to_wake_all_the_time()
    {
        using MapSample sample = new(SampleKind.SharedMemory, new byte[64]);
        using CancellationTokenSource stop = new();
        Task writer = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                _ = sample.Map.InterlockedAdd(0, 1);
            }
        });
        Assert.False(sample.Map.WaitUntil(8, WaitCondition.Equal, 1, 300));
        Assert.True(sample.Map.WaitUntil(0, WaitCondition.Greater, 1000, Long));
        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public async Task Removing_the_map_ends_the_wait_and_does_not_hang()
    {
        MapSample sample = new(SampleKind.SharedMemory, new byte[64]);
        Task wait = Task.Run(() => sample.Map.WaitForChange());
        await Task.Delay(100);
        sample.Dispose();
        Expect.WellFormed(MmapErrorKind.MapDisposed, await Assert.ThrowsAsync<MmapException>(() => wait));
    }

    [Fact]
    [OnlyOn("Linux", "a mapped file cannot be cut elsewhere")]
    public async Task Truncation_ends_the_wait()
    {
        using TempFile file = new(new byte[2 * Data.PageSize]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new());
        Task wait = Task.Run(() => map.WaitUntil(Data.PageSize, WaitCondition.Equal, 1));
        await Task.Delay(100);
        file.SetLength(0);
        Expect.WellFormed(MmapErrorKind.RegionTruncated, await Assert.ThrowsAsync<MmapException>(() => wait));
    }

    [Fact]
    public void What_cannot_be_waited_for_is_an_error()
    {
        using TempFile file = new(100L * 1024 * 1024);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new());
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.WaitForChange());
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.WaitForChange(0, 0));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.WaitUntil(0, WaitCondition.Equal, "x"));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.WaitUntil(map.Length, WaitCondition.Equal, 1));
        using MemoryMap none = MemoryMap.CreateAnonymous(new() { Size = 64, Protection = MapProtection.None });
        Expect.Failure(MmapErrorKind.RegionProtected, () => none.WaitForChange());
    }

    /// <summary>The pool starts no more threads than there are cores at once.</summary>
    private static Task<bool> OnOwnThread(Func<bool> wait) =>
        Task.Factory.StartNew(wait, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static bool IsMet(MemoryMap map, object value, WaitCondition until, int actual)
    {
        byte[] bytes = new byte[16];
        int size = ValueCodec.Encode(Convert(actual, value), bigEndian: false, bytes);
        map.Write(1, bytes.AsSpan(0, size));
        return map.WaitUntil(1, until, value, 0);
    }

    private static object Convert(int number, object like) => like switch
    {
        Half => (Half)number,
        char => (char)number,
        _ => System.Convert.ChangeType(number, like.GetType(), System.Globalization.CultureInfo.InvariantCulture),
    };

    private static long Aligned(MemoryMap map, long offset) => (long)((8 - ((map.Address + (ulong)offset) % 8)) % 8);
}
