using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Locks with a name: what a hold is, and what becomes of it when others tamper with its file.</summary>
public sealed class MutexTests : IDisposable
{
    private const int HolderOffset = 16;

    private readonly SharedName _name = new();

    public void Dispose() => _name.Dispose();

    [Fact]
    [OnlyOn("Linux", "about lock files in /dev/shm")]
    public void One_at_a_time_and_any_thread_gives_back()
    {
        using SharedMutex first = SharedMutex.Open(_name.Value);
        using SharedMutex second = SharedMutex.Open("/" + _name.Value);
        MutexHold hold = first.Lock(0);
        Assert.Equal(_name.Path, hold.Path);
        Assert.Null(first.TryLock());
        Assert.Null(second.TryLock(30));
        Assert.Null(second.TryLock(0, shared: true));
        Expect.Failure(MmapErrorKind.LockTimeout, () => second.Lock(0));
        Thread thread = new(hold.Dispose);
        thread.Start();
        thread.Join();
        hold.Dispose();
        Assert.False(hold.IsHeld);
        using MutexHold next = second.Lock(0);
        Assert.False(next.OwnerDied);
    }

    [Fact]
    public async Task Readers_share_and_a_writer_waits_for_all_of_them()
    {
        using SharedMutex mutex = SharedMutex.Open(_name.Value);
        MutexHold[] readers = [.. Enumerable.Range(0, 3).Select(_ => mutex.Lock(0, shared: true))];
        Task<MutexHold> writer = Task.Run(() => mutex.Lock(30_000));
        foreach (MutexHold reader in readers)
        {
            Assert.False(writer.IsCompleted);
            reader.Dispose();
        }

        using MutexHold alone = await writer;
        Assert.Null(mutex.TryLock(0, shared: true));
    }

    [Fact]
    public void A_counter_under_it_is_exact()
    {
        int counter = 0;
        Parallel.For(0, 8, thread =>
        {
            using SharedMutex own = SharedMutex.Open(_name.Value);
            for (int i = 0; i < 500; i++)
            {
                using MutexHold hold = own.Lock(30_000);
                int seen = counter;
                Thread.SpinWait(20);
                counter = seen + 1;
            }
        });
        Assert.Equal(8 * 500, counter);
    }

    [Fact]
    [OnlyOn("Linux", "about lock files in /dev/shm")]
    public void A_hold_outlives_its_object_and_the_collector()
    {
        TakeAndForget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using SharedMutex mutex = SharedMutex.Open(_name.Value);
        Assert.Null(mutex.TryLock());
        Assert.True(MutexRegistry.FindLatest(_name.Path)!.TryRelease());
        Assert.Null(MutexRegistry.FindLatest(_name.Path));
        using MutexHold hold = mutex.Lock(0);
    }

    [Fact]
    [OnlyOn("Linux", "about lock files in /dev/shm")]
    public void The_mark_of_one_who_ended_is_told_to_the_next_writer_and_to_readers_before_him()
    {
        using SharedMutex mutex = SharedMutex.Open(_name.Value);
        WriteBytes(HolderOffset, [1, 0, 0, 0]);
        using (MutexHold reader = mutex.Lock(0, shared: true))
        {
            Assert.True(reader.OwnerDied);
        }

        using (MutexHold writer = mutex.Lock(0))
        {
            Assert.True(writer.OwnerDied);
        }

        using MutexHold next = mutex.Lock(0);
        Assert.False(next.OwnerDied);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(31)]
    public void A_file_that_is_cut_during_a_wait_and_a_hold_harms_nothing(int length)
    {
        using SharedMutex mutex = SharedMutex.Open(_name.Value);
        MutexHold hold = mutex.Lock(0);
        using Process waiter = StartWaiter();
        // .NET takes such a lock itself to open a file.
        Assert.True(ProcessRunner.Run("truncate", "-s", length.ToString(System.Globalization.CultureInfo.InvariantCulture), _name.Path).Succeeded);
        Assert.Null(mutex.TryLock(60));
        hold.Dispose();
        waiter.WaitForExit();
        Assert.Equal(0, waiter.ExitCode);
        using MutexHold next = mutex.Lock(10_000);
    }

    [Fact]
    public void Random_bytes_in_the_file_harm_nothing()
    {
        Random random = new(Seed.Start);
        for (int round = 0; round < 50; round++)
        {
            byte[] bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            if (round % 2 == 0)
            {
                "MMAPMTX1"u8[..Math.Min(8, bytes.Length)].CopyTo(bytes);
            }

            File.WriteAllBytes(_name.Path, bytes);
            using SharedMutex mutex = SharedMutex.Open(_name.Value);
            using (mutex.Lock(0))
            {
                Assert.Null(mutex.TryLock(5));
            }

            using (mutex.Lock(0, shared: true))
            {
            }
        }
    }

    [Fact]
    [OnlyOn("Linux", "the folder of names has other files")]
    public void A_file_of_somebody_else_under_that_name_is_locked_and_not_written()
    {
        byte[] content = [.. Enumerable.Range(0, 32).Select(static number => (byte)number)];
        File.WriteAllBytes(_name.Path, content);
        using SharedMutex mutex = SharedMutex.Open(_name.Value);
        using (mutex.Lock(0))
        {
            Assert.Null(mutex.TryLock(10));
        }

        Assert.Equal(content, TempFile.Read(_name.Path));
        Assert.DoesNotContain(_name.Value, SharedMutexCatalog.Names());
    }

    [Fact]
    public async Task A_file_that_is_removed_while_somebody_waits_is_not_locked_in_vain()
    {
        using SharedMutex mutex = SharedMutex.Open(_name.Value);
        MutexHold old = mutex.Lock(0);
        using SharedMutex other = SharedMutex.Open(_name.Value);
        Task<MutexHold> waiter = Task.Run(() => other.Lock(30_000));
        Thread.Sleep(20);
        File.Delete(_name.Path);
        old.Dispose();
        using MutexHold hold = await waiter;
        using SharedMutex third = SharedMutex.Open(_name.Value);
        Assert.Null(third.TryLock());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [OnlyOn("Linux", "about lock files in /dev/shm")]
    public void A_file_that_was_renamed_or_removed_between_two_locks_is_opened_anew(bool isRenamed)
    {
        using SharedMutex mutex = SharedMutex.Open(_name.Value);
        mutex.Lock(0).Dispose();

        // Long enough for the first answer to be remembered.
        Thread.Sleep(200);
        mutex.Lock(0).Dispose();
        mutex.Lock(0).Dispose();
        string moved = _name.Path + "-moved";
        if (isRenamed)
        {
            File.Move(_name.Path, moved);
        }
        else
        {
            File.Delete(_name.Path);
        }

        try
        {
            using SharedMutex other = SharedMutex.Open(_name.Value);
            using MutexHold hold = mutex.Lock(0);
            Assert.Null(other.TryLock());
        }
        finally
        {
            File.Delete(moved);
        }
    }

    [Fact]
    [OnlyOn("Linux", "others can put links into the folder of names")]
    public void A_link_is_not_followed_and_a_name_with_a_slash_is_none()
    {
        File.CreateSymbolicLink(_name.Path, "/etc/hostname");
        Expect.Failure(MmapErrorKind.PathNotFound, () => SharedMutex.Open(_name.Value));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => SharedMutex.Open("a/b"));
    }

    [Fact]
    [OnlyOn("Linux", "locks folders, and files by fcntl")]
    public void Folders_can_be_locked_and_missing_ones_are_an_error()
    {
        using TempFolder folder = new();
        using SharedMutex mutex = SharedMutex.OpenFile(folder.Path);
        using MutexHold hold = mutex.Lock(0);
        using SharedMutex created = SharedMutex.OpenFile(Path.Combine(folder.Path, "new"));
        Assert.Equal(0, new FileInfo(created.Path).Length);
        Expect.Failure(MmapErrorKind.PathNotFound, () => SharedMutex.OpenFile(Path.Combine(folder.Path, "none", "new")));
        Expect.Failure(MmapErrorKind.AccessDenied, () => SharedMutex.OpenFile(folder.Path, MutexStyle.Fcntl).Lock(0));
        mutex.Dispose();
        Assert.True(hold.IsHeld);
        Expect.Failure(MmapErrorKind.ObjectRemoved, () => mutex.TryLock());
    }

    [Fact]
    public void A_wait_ends_when_it_is_cancelled_and_leaves_nothing()
    {
        using SharedMutex mutex = SharedMutex.Open(_name.Value);
        using SharedMutex other = SharedMutex.Open(_name.Value);
        MutexHold hold = mutex.Lock(0);
        using CancellationTokenSource stop = new(50);
        Assert.Throws<OperationCanceledException>(() => other.TryLock(Timeout.InfiniteTimeSpan, false, stop.Token));
        hold.Dispose();
        using MutexHold next = other.Lock(0);
    }

    [Fact]
    [OnlyOn("Linux", "reads /proc")]
    public void Locking_all_the_time_leaves_no_descriptor()
    {
        using SharedMutex mutex = SharedMutex.Open(_name.Value);
        for (int round = 0; round < 50; round++)
        {
            using SharedMutex own = SharedMutex.Open(_name.Value);
            own.Lock(0).Dispose();
            mutex.Lock(0).Dispose();
            Assert.NotNull(own);
        }

        Assert.InRange(Directory.EnumerateFiles("/proc/self/fd").Count(path => new FileInfo(path).LinkTarget?.Contains(_name.Value, StringComparison.Ordinal) == true), 0, 1);
    }

    private void TakeAndForget() => SharedMutex.Open(_name.Value).Lock(0);

    private Process StartWaiter() => ProcessRunner.Start("flock", null, _name.Path, "true");

    private void WriteBytes(long offset, byte[] bytes)
    {
        using FileStream file = new(_name.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = offset;
        file.Write(bytes);
    }
}
