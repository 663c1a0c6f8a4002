using System;
using System.IO.MemoryMappedFiles;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Named semaphores on Windows: those of the kernel.</summary>
[OnlyOn("Windows", "named semaphores are those of the kernel there")]
public sealed class WindowsSemaphoreTests : IDisposable
{
    private readonly string _name = TestRun.Name + "-" + Guid.NewGuid().ToString("N");

    public void Dispose() => Record.Exception(() => SharedSemaphoreCatalog.Remove(_name));

    [Fact]
    public void It_stays_until_it_is_removed_by_who_created_it()
    {
        CreateAndForget(3);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(3, Assert.Single(SharedSemaphoreCatalog.Describe([_name])).Count);
        SharedSemaphoreCatalog.Remove(_name);
        Assert.Empty(SharedSemaphoreCatalog.Describe([_name]));
        Expect.Failure(MmapErrorKind.SemaphoreNotFound, () => SharedSemaphoreCatalog.Remove(_name));
    }

    [Fact]
    public void It_is_what_other_programs_open_by_that_name()
    {
        using Semaphore theirs = new(1, 5, _name);
        using SharedSemaphore ours = SharedSemaphore.Open(_name);
        Assert.True(ours.TryWait());
        Assert.False(theirs.WaitOne(0));
        ours.Release(5);
        Assert.Equal(5, ours.Count);
        Expect.Failure(MmapErrorKind.SemaphoreOverflow, () => ours.Release());
        Expect.Failure(MmapErrorKind.PlatformNotSupported, () => SharedSemaphoreCatalog.Remove(_name));
        Assert.Contains(_name, SharedSemaphoreCatalog.Names());
    }

    [Fact]
    public void Permits_are_taken_together_or_not_at_all()
    {
        using SharedSemaphore semaphore = SharedSemaphore.Open(_name, new() { InitialCount = 3 });
        Assert.False(semaphore.TryWait(0, 4));
        Assert.Equal(3, semaphore.Count);
        Assert.True(semaphore.TryWait(0, 3));
        Assert.Null(semaphore.Waiters);
    }

    [Fact]
    public async Task A_release_ends_a_wait_at_once_and_closing_ends_it_with_an_error()
    {
        using SharedSemaphore semaphore = SharedSemaphore.Open(_name, new() { InitialCount = 0 });
        using SharedSemaphore other = SharedSemaphore.Open(_name);
        Task<bool> waiter = Task.Run(() => semaphore.TryWait(30_000));
        await Task.Delay(30, TestContext.Current.CancellationToken);
        other.Release();
        Assert.True(await waiter);
        Task<MmapException> closed = Task.Run(() => Assert.Throws<MmapException>(() => semaphore.TryWait(30_000)));
        await Task.Delay(30, TestContext.Current.CancellationToken);
        semaphore.Dispose();
        Assert.Equal(MmapErrorKind.ObjectRemoved, (await closed).Kind);
    }

    [Fact]
    public void Modes_and_names_are_checked()
    {
        Expect.Failure(MmapErrorKind.SemaphoreNotFound, () => SharedSemaphore.Open(_name, new() { Mode = SharedMemoryMode.Open }));
        using SharedSemaphore semaphore = SharedSemaphore.Open(_name, new() { Mode = SharedMemoryMode.Create });
        Expect.Failure(MmapErrorKind.SemaphoreExists, () => SharedSemaphore.Open(_name, new() { Mode = SharedMemoryMode.Create }));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => SharedSemaphore.Open(@"a\b"));
        Expect.Failure(MmapErrorKind.PlatformNotSupported, () => SharedSemaphore.Open(_name + "x", new() { Permission = (System.IO.UnixFileMode)0x1B6 }));
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Windows only");
        using MemoryMappedFile memory = MemoryMappedFile.CreateNew(_name + "m", 1);
        Expect.Failure(MmapErrorKind.SemaphoreInvalid, () => SharedSemaphore.Open(_name + "m"));
    }

    private void CreateAndForget(int count) => SharedSemaphore.Open(_name, new() { InitialCount = count });
}
