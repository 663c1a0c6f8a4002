using System;
using System.Diagnostics;
using System.Threading.Tasks;
using MmapModule.Platform;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What wakes waits on Windows, where nobody can sleep on words of shared memory.</summary>
[OnlyOn("Windows", "waits are woken by named events there")]
public sealed class WindowsSignalTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_write_through_one_map_ends_the_sleep_of_another_map_of_the_file()
    {
        using TempFile file = new(new byte[10]);
        using MapBacking first = MapPlatform.Current.OpenFile(file.Path, writable: true, create: false);
        using MapBacking second = MapPlatform.Current.OpenFile(file.Path, writable: true, create: false);
        IWriteSignal sleeper = MapPlatform.Current.Waiting.OpenSignal(first, isPrivate: false)!;
        IWriteSignal writer = MapPlatform.Current.Waiting.OpenSignal(second, isPrivate: false)!;
        long start = Stopwatch.GetTimestamp();
        int seen = sleeper.Writes;
        Task sleep = Task.Run(() => sleeper.Sleep(seen, s_long));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(sleep.IsCompleted);
        writer.Wake();
        await sleep;
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, s_long / 2);
    }

    [Fact]
    public void A_write_between_the_look_and_the_sleep_is_not_slept_through()
    {
        using TempFile file = new(new byte[10]);
        using MapBacking backing = MapPlatform.Current.OpenFile(file.Path, writable: true, create: false);
        IWriteSignal signal = MapPlatform.Current.Waiting.OpenSignal(backing, isPrivate: false)!;
        int seen = signal.Writes;
        signal.Wake();
        long start = Stopwatch.GetTimestamp();
        signal.Sleep(seen, s_long);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, s_long / 2);
    }

    [Fact]
    public void Memory_that_nobody_else_sees_has_no_signal_for_others()
    {
        using TempFile file = new(new byte[10]);
        using MapBacking backing = MapPlatform.Current.OpenFile(file.Path, writable: false, create: false);
        Assert.Null(MapPlatform.Current.Waiting.OpenSignal(backing, isPrivate: true));
        Assert.Null(MapPlatform.Current.Waiting.OpenSignal(null, isPrivate: false));
    }
}
