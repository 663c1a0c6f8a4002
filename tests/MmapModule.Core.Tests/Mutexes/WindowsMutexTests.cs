using System;
using System.IO;
using System.Linq;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Locks on Windows: LockFileEx on one byte far beyond the end of a file.</summary>
[OnlyOn("Windows", "locks are those of LockFileEx there")]
public sealed class WindowsMutexTests : IDisposable
{
    private readonly SharedName _name = new();

    public void Dispose() => _name.Dispose();

    [Fact]
    public void A_locked_file_can_be_read_and_written_by_everybody()
    {
        using TempFolder folder = new();
        string path = folder.Write("data", [1, 2, 3]);
        using SharedMutex mutex = SharedMutex.OpenFile(path);
        using MutexHold hold = mutex.Lock(0);
        File.AppendAllText(path, "x");
        Assert.Equal([1, 2, 3, (byte)'x'], File.ReadAllBytes(path));
        Assert.Null(mutex.TryLock());
        Assert.False(hold.OwnerDied);
    }

    [Fact]
    public void Who_locks_all_of_a_file_is_kept_off()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Windows only");
        using TempFolder folder = new();
        string path = folder.Write("data", [1, 2, 3]);
        using FileStream theirs = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        using SharedMutex mutex = SharedMutex.OpenFile(path);
        theirs.Lock(0, long.MaxValue);
        Assert.Null(mutex.TryLock());
        Assert.True(Assert.Single(SharedMutexCatalog.Describe(path)).IsHeld);
        theirs.Unlock(0, long.MaxValue);
        using (mutex.Lock(0))
        {
            Assert.Throws<IOException>(() => theirs.Lock(0, long.MaxValue));
        }
    }

    [Fact]
    public void Its_holder_is_told()
    {
        using SharedMutex mutex = SharedMutex.Open(_name.Value);
        SharedMutexInfo Look() => Assert.Single(SharedMutexCatalog.Describe(_name.Path));
        Assert.Equal((false, true), (Look().IsHeld, Look().Reliable));
        using (mutex.Lock(0))
        {
            Assert.Equal([Environment.ProcessId], Look().ProcessId);
            Assert.Equal((MutexStyle.Flock, false, true), (Look().Style, Look().IsShared, Look().Reliable));
        }

        using (mutex.Lock(0, shared: true))
        {
            Assert.Equal((true, false), (Look().IsShared, Look().Reliable));
        }

        Assert.Contains(_name.Value, SharedMutexCatalog.Names());
    }

    [Theory]
    [InlineData("CON")]
    [InlineData("a:b*c?<>|\"%41")]
    [InlineData("ends with a dot.")]
    public void Every_name_has_a_file(string name)
    {
        string unique = TestRun.Name + name;
        using (SharedMutex mutex = SharedMutex.Open(unique))
        {
            using MutexHold hold = mutex.Lock(0);
            Assert.True(File.Exists(hold.Path));
            Assert.Contains(unique, SharedMutexCatalog.Names());
        }

        File.Delete(SharedMutexCatalog.PathOf(unique));
    }

    [Fact]
    public void What_only_other_systems_have_says_so()
    {
        using TempFolder folder = new();
        Expect.Failure(MmapErrorKind.PlatformNotSupported, () => SharedMutex.OpenFile(folder.Path));
        Expect.Failure(MmapErrorKind.PlatformNotSupported, () => SharedMutex.OpenFile(folder.Combine("x"), MutexStyle.Fcntl));
        Expect.Failure(MmapErrorKind.PathNotFound, () => SharedMutex.OpenFile(folder.Combine(Path.Combine("none", "x"))));
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => SharedMutex.Open(@"a\b"));
    }
}
