using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using MmapModule.Platform.Linux.Semaphores;
using MmapModule.Platform.Linux.SystemV;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What semaphores leave in the system, and what they do not.</summary>
[OnlyOn("Linux", "about the semaphores of glibc")]
public sealed class SemaphoreFileTests : IDisposable
{
    private readonly string _name = TestRun.Name + "-" + Guid.NewGuid().ToString("N");

    public SemaphoreFileTests() => Needs.Glibc();

    public void Dispose() => File.Delete("/dev/shm/sem." + _name);

    [Fact]
    public void Of_many_who_create_one_exactly_one_does_and_all_others_see_all_of_it()
    {
        for (int round = 0; round < 50; round++)
        {
            int created = 0;
            Parallel.For(0, 8, _ =>
            {
                try
                {
                    using SharedSemaphore mine = SharedSemaphore.Open(_name, new SharedSemaphoreOptions { Mode = SharedMemoryMode.Create, InitialCount = 9 });
                    _ = System.Threading.Interlocked.Increment(ref created);
                }
                catch (MmapException error) when (error.Kind == MmapErrorKind.SemaphoreExists)
                {
                }

                using SharedSemaphore there = SharedSemaphore.Open(_name);
                Assert.Equal(9, there.Count);
            });
            Assert.Equal(1, created);
            SharedSemaphoreCatalog.Remove(_name);
        }

        Assert.DoesNotContain(Directory.GetFiles("/dev/shm"), static path => Path.GetFileName(path).StartsWith('.') && path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_forgotten_one_is_closed_by_the_collector()
    {
        for (int i = 0; i < 50; i++)
        {
            Forget();
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(Maps() < 25, "Mappings of forgotten semaphores must go.");
    }

    [Fact]
    public void A_closed_one_has_no_mapping_and_no_descriptor()
    {
        // What was created has no name in the list of mappings.
        SharedSemaphore.Open(_name).Dispose();
        SharedSemaphore semaphore = SharedSemaphore.Open(_name);
        Assert.Equal(1, Maps());
        semaphore.Dispose();
        Assert.Equal(0, Maps());
        Assert.Null(semaphore.Count);
        Assert.DoesNotContain(Directory.GetFiles("/proc/self/fd"), path => new FileInfo(path).LinkTarget?.Contains(_name, StringComparison.Ordinal) == true);
    }

    [Fact]
    public void The_list_of_the_kernel_is_read_line_by_line()
    {
        Assert.Equal(new SystemVSet(-19136511, 7, 0x1B0, 3, 1000), SystemVSet.Of(SystemVTable.Parse("-19136511          7   660          3  1000  1000  1000  1000          0 1764223456")!));
        Assert.Null(SystemVTable.Parse("       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime"));
        Assert.Null(SystemVTable.Parse(string.Empty));
    }

    private void Forget() => _ = SharedSemaphore.Open(_name);

    private int Maps() => File.ReadLines("/proc/self/maps").Count(line => line.EndsWith("/dev/shm/sem." + _name, StringComparison.Ordinal));
}
