using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using MmapModule.Platform;
using MmapModule.Platform.Linux;
using MmapModule.Platform.Linux.Semaphores;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The layout works together with programs of the C library.</summary>
[OnlyOn("Linux", "about the semaphores of glibc")]
public sealed class LayoutTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _name = TestRun.Name + "-" + Guid.NewGuid().ToString("N");

    public void Dispose() => File.Delete("/dev/shm/sem." + _name);

    [Fact]
    public void What_a_program_creates_is_opened_and_the_other_way_round()
    {
        using SemaphoreProgram program = new("gcc");
        PosixSemaphores semaphores = Semaphores();
        Assert.Equal(7, program.Run("create", _name, 7));
        using (ISemaphoreHandle there = semaphores.Open(_name, new SharedSemaphoreOptions { Mode = SharedMemoryMode.Open }))
        {
            Assert.Equal(new SemaphoreState(7, 0), there.Read(0));
            Assert.True(there.TryTake(0, 3));
            Assert.Equal(6, program.Run("post", _name, 2));
        }

        Assert.Contains(_name, semaphores.Names());
        semaphores.Remove(_name);
        using ISemaphoreHandle here = semaphores.Open(_name, new SharedSemaphoreOptions { InitialCount = 5 });
        Assert.Equal(3, program.Run("wait", _name, 2));
    }

    [Fact]
    public void Where_the_process_has_musl_names_are_not_supported_and_sets_are()
    {
        LinuxSemaphores musl = new((LinuxPlatform)MapPlatform.Current, "linux-musl-x64");
        _ = Expect.Failure(MmapErrorKind.PlatformNotSupported, () => musl.Open(_name, new SharedSemaphoreOptions()));
        _ = Expect.Failure(MmapErrorKind.PlatformNotSupported, () => musl.RemoveSemaphore(_name));
        Assert.Empty(musl.Names());
        using ISemaphoreHandle set = musl.OpenKey(0, new SharedSemaphoreOptions());
        musl.RemoveSet(set.Id!.Value);
    }

    [Fact]
    public void Each_wakes_the_other()
    {
        using SemaphoreProgram program = new("gcc");
        using ISemaphoreHandle semaphore = Semaphores().Open(_name, new SharedSemaphoreOptions { InitialCount = 0 });
        using Process waiter = program.Start("wait", _name, 3);
        foreach (int _ in new int[3])
        {
            WaitFor(() => semaphore.Read(0)!.Value.Waiters == 1);
            semaphore.Release(0, 1);
        }

        Assert.True(waiter.WaitForExit(s_patience));
        Assert.Equal(new SemaphoreState(0, 0), semaphore.Read(0));

        bool isTaken = false;
        Thread taker = new(() => isTaken = Take(semaphore));
        taker.Start();
        WaitFor(() => semaphore.Read(0)!.Value.Waiters == 1);
        _ = program.Run("post", _name, 1);
        Assert.True(taker.Join(s_patience));
        Assert.True(isTaken);
        Assert.Equal(new SemaphoreState(0, 0), semaphore.Read(0));
    }

    [Fact]
    public void No_permit_and_no_wake_is_lost()
    {
        using SemaphoreProgram program = new("gcc");
        using ISemaphoreHandle semaphore = Semaphores().Open(_name, new SharedSemaphoreOptions { InitialCount = 1 });
        using Process first = program.Start("both", _name, 50_000);
        using Process second = program.Start("both", _name, 50_000);
        Parallel.For(0, 3, thread =>
        {
            for (int i = 0; i < 5_000; i++)
            {
                Assert.True(Take(semaphore));
                semaphore.Release(0, 1);
            }
        });

        Assert.True(first.WaitForExit(s_patience));
        Assert.True(second.WaitForExit(s_patience));
        Assert.Equal(new SemaphoreState(1, 0), semaphore.Read(0));
    }

    [Fact]
    public void Nothing_is_given_back_beyond_the_largest_number()
    {
        using ISemaphoreHandle semaphore = Semaphores().Open(_name, new SharedSemaphoreOptions { InitialCount = int.MaxValue });
        _ = Expect.Failure(MmapErrorKind.SemaphoreOverflow, () => semaphore.Release(0, 1));
        Assert.True(semaphore.TryTake(0, 5));
        _ = Expect.Failure(MmapErrorKind.SemaphoreOverflow, () => semaphore.Release(0, 6));
        semaphore.Release(0, 5);
        Assert.Equal(int.MaxValue, semaphore.Read(0)!.Value.Count);
    }

    private static PosixSemaphores Semaphores() => new((LinuxPlatform)MapPlatform.Current, new GlibcLayout());

    private static bool Take(ISemaphoreHandle semaphore)
    {
        if (semaphore.TryTake(0, 1))
        {
            return true;
        }

        // One sleep only: that the next slice would find the permit must not hide a wake that was lost.
        using ISemaphoreWait wait = semaphore.BeginWait(0, 1);
        Stopwatch watch = Stopwatch.StartNew();
        while (!wait.TryTake(30_000))
        {
            if (watch.Elapsed > s_patience)
            {
                return false;
            }
        }

        return watch.Elapsed < TimeSpan.FromSeconds(25);
    }

    private static void WaitFor(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, s_patience));
}
