using System;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Locks exclude those of programs that know nothing of this module, and the other way round.</summary>
[OnlyOn("Linux", "locks as flock(2) and fcntl(2) do")]
public sealed class MutexProgramTests : IDisposable
{
    private readonly TempFile _file = new([1, 2, 3]);
    private readonly LockProgram _program = new();

    public void Dispose()
    {
        _program.Dispose();
        _file.Dispose();
    }

    [Theory]
    [InlineData(MutexStyle.Flock)]
    [InlineData(MutexStyle.Fcntl)]
    public void A_program_and_a_hold_exclude_each_other(MutexStyle style)
    {
        using SharedMutex mutex = SharedMutex.OpenFile(_file.Path, style);
        using (mutex.Lock(0))
        {
            Assert.False(_program.CanLock(style, _file.Path));
            Assert.False(_program.CanLock(style, _file.Path, shared: true));
        }

        using (mutex.Lock(0, shared: true))
        {
            Assert.False(_program.CanLock(style, _file.Path));
            Assert.True(_program.CanLock(style, _file.Path, shared: true));
        }

        Process holder = _program.Hold(style, _file.Path);
        Assert.Null(mutex.TryLock(20));
        MmapException error = Expect.Failure(MmapErrorKind.LockTimeout, () => mutex.Lock(0, shared: true));
        Assert.Contains("(" + holder.Id + ")", error.Message, StringComparison.Ordinal);
        LockProgram.Kill(holder);
        using (MutexHold hold = mutex.Lock(20_000))
        {
            Assert.False(hold.OwnerDied);
        }

        Assert.Equal([1, 2, 3], TempFile.Read(_file.Path));
    }

    [Fact]
    public void The_two_kinds_do_not_see_each_other()
    {
        using SharedMutex mutex = SharedMutex.OpenFile(_file.Path, MutexStyle.Fcntl);
        using MutexHold hold = mutex.Lock(0);
        Assert.True(_program.CanLock(MutexStyle.Flock, _file.Path));
    }

    [Theory]
    [InlineData(MutexStyle.Flock, false)]
    [InlineData(MutexStyle.Fcntl, true)]
    public void Who_holds_it_is_told(MutexStyle style, bool shared)
    {
        SharedMutexInfo free = Assert.Single(SharedMutexCatalog.Describe(_file.Path));
        Assert.False(free.IsHeld);
        Assert.Empty(free.ProcessId);

        Process holder = _program.Hold(style, _file.Path, shared);
        using (SharedMutex other = SharedMutex.OpenFile(_file.Path, style == MutexStyle.Flock ? MutexStyle.Fcntl : MutexStyle.Flock))
        using (other.Lock(0))
        {
            SharedMutexInfo[] both = [.. SharedMutexCatalog.Describe(_file.Path)];
            Assert.Equal([MutexStyle.Flock, MutexStyle.Fcntl], both.Select(static one => one.Style!.Value));
            SharedMutexInfo theirs = both.Single(one => one.Style == style);
            Assert.Equal(shared, theirs.IsShared);
            Assert.Equal([holder.Id], theirs.ProcessId);
            Assert.Equal([Environment.ProcessId], both.Single(one => one.Style != style).ProcessId);
        }

        LockProgram.Kill(holder);
    }

    [Fact]
    public void A_lock_that_a_child_has_inherited_is_that_of_the_child()
    {
        // A shell that locks with flock(1) on a descriptor of its own: the process that has taken the lock has ended.
        using Process shell = ProcessRunner.Start("sh", null, "-c", "exec 9>>\"$1\"; flock 9; echo ready; read line", "sh", _file.Path);
        Assert.Equal("ready", shell.StandardOutput.ReadLine());
        Assert.Equal([shell.Id], Assert.Single(SharedMutexCatalog.Describe(_file.Path)).ProcessId);
        shell.StandardInput.Close();
        shell.WaitForExit();
    }

    [Fact]
    public async Task The_lock_of_a_killed_holder_is_free_a_hundred_times()
    {
        using SharedMutex mutex = SharedMutex.OpenFile(_file.Path);
        Random random = new(Seed.Start);
        for (int round = 0; round < 100; round++)
        {
            Process holder = _program.Start(MutexStyle.Flock, _file.Path);
            Task<bool> waiter = Task.Run(() =>
            {
                using MutexHold? hold = mutex.TryLock(30_000);
                return hold is not null;
            });
            System.Threading.Thread.Sleep(random.Next(4));
            LockProgram.Kill(holder);
            Assert.True(await waiter);
        }
    }
}
