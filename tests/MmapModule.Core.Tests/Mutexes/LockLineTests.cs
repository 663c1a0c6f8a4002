using MmapModule.Platform;
using MmapModule.Platform.Linux.Locks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The lines of /proc/locks, see proc_locks(5).</summary>
[OnlyOn("Linux", "reads /proc/locks")]
public sealed class LockLineTests
{
    [Theory]
    [InlineData("1: FLOCK  ADVISORY  WRITE 4711 08:02:1234 0 EOF", MutexStyle.Flock, false, 4711)]
    [InlineData("22: POSIX  ADVISORY  READ 4711 08:02:1234 100 200", MutexStyle.Fcntl, true, 4711)]
    [InlineData("\t3: OFDLCK ADVISORY  WRITE -1 08:02:1234 0 EOF", MutexStyle.Fcntl, false, -1)]
    public void Locks_are_read(string line, MutexStyle style, bool shared, int process) =>
        Assert.Equal(new HeldLock(new FileIdentity(8, 2, 1234), style, shared, process), LockLine.Parse(line));

    [Theory]
    [InlineData("1: -> FLOCK  ADVISORY  WRITE 4711 08:02:1234 0 EOF")]
    [InlineData("1: LEASE  ACTIVE    READ  4711 08:02:1234 0 EOF")]
    [InlineData("1: FLOCK  ADVISORY  WRITE 4711 08:02 0 EOF")]
    [InlineData("1: FLOCK  ADVISORY  WRITE 4711 <none>:0 0 EOF")]
    [InlineData("1: FLOCK  ADVISORY")]
    [InlineData("")]
    public void What_is_no_lock_that_is_held_is_not(string line) => Assert.Null(LockLine.Parse(line));
}
