using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Whatever threads take and give back in whatever order: what is free and what is held is always the same sum.</summary>
public sealed class SemaphoreLawTests
{
    private const int Threads = 4;

    [Fact]
    public void Permits_of_a_semaphore_with_a_name_are_neither_lost_nor_made()
    {
        Needs.Glibc();
        Check(CreateNamed);
    }

    [Fact]
    [OnlyOn("Linux", "has System V objects")]
    public void Permits_of_a_System_V_set_are_neither_lost_nor_made() =>
        Check(static count => SharedSemaphore.OpenKey(0, new SharedSemaphoreOptions { InitialCount = count }));

    private static SharedSemaphore CreateNamed(int count)
    {
        string name = TestRun.Name + "-" + Guid.NewGuid().ToString("N");
        SharedSemaphore semaphore = SharedSemaphore.Open(name, new SharedSemaphoreOptions { Mode = SharedMemoryMode.Create, InitialCount = count });
        SharedSemaphoreCatalog.Remove(name);
        return semaphore;
    }

    /// <summary>Each step of a thread: take (positive) or give back (negative) so many, or be cancelled at a random moment (0).</summary>
    private static Gen<(int Count, int[][] Steps)> Schedules() =>
        from count in Gen.Choose(0, 5)
        from steps in Gen.ArrayOf(Gen.Choose(-3, 3), 40).ArrayOf(Threads)
        select (count, steps);

    private static void Check(Func<int, SharedSemaphore> create) => Law.Holds(
        Schedules(),
        schedule =>
        {
            using SharedSemaphore semaphore = create(schedule.Count);
            try
            {
                int held = 0;
                Thread[] threads = [.. schedule.Steps.Select(steps => new Thread(() => _ = Interlocked.Add(ref held, Run(semaphore, steps))))];
                Array.ForEach(threads, static thread => thread.Start());
                Array.ForEach(threads, static thread => thread.Join());
                Assert.Equal(schedule.Count, semaphore.Count + held);
                Assert.Equal(OperatingSystem.IsWindows() ? null : 0, semaphore.Waiters);
            }
            finally
            {
                if (semaphore.Id is { } id)
                {
                    SharedSemaphoreCatalog.RemoveSet(id);
                }
            }
        },
        times: 30);

    /// <summary>How many permits the thread holds at the end.</summary>
    private static int Run(SharedSemaphore semaphore, int[] steps)
    {
        int held = 0;
        foreach (int step in steps)
        {
            if (step > 0)
            {
                held += semaphore.TryWait(0, step) ? step : 0;
            }
            else if (step == 0)
            {
                held += TakeUnlessCancelled(semaphore) ? 1 : 0;
            }
            else if (held >= -step)
            {
                semaphore.Release(-step);
                held += step;
            }
        }

        return held;
    }

    /// <summary>A permit that comes together with the end of the wait is either taken or free.</summary>
    private static bool TakeUnlessCancelled(SharedSemaphore semaphore)
    {
        using CancellationTokenSource source = new();
        source.CancelAfter(TimeSpan.FromMilliseconds(1));
        try
        {
            return semaphore.TryWait(TimeSpan.FromMilliseconds(2), 1, 0, source.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
