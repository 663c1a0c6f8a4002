using System;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Errors about flags, one id for each reason.</summary>
[OnlyOn("Linux", "refuses flags as mmap(2) does")]
public sealed class FlagErrorTests
{
    private const long TwoMiB = 2L << 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EOPNOTSUPP_Sync_needs_persistent_memory(bool isPrivate)
    {
        using TempFile file = new(new byte[100]);
        MmapException error = Expect.Failure(
            MmapErrorKind.FlagNotSupported,
            () => MemoryMap.OpenFile(file.Path, new() { Flags = MapFlags.Sync, IsPrivate = isPrivate }));
        Assert.Contains("Sync", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ENOMEM_an_empty_pool_of_huge_pages_is_HugePagesUnavailable()
    {
        Assert.SkipUnless(HugePool() == "0", "this machine has huge pages to give");
        foreach (MemoryMapOptions options in new MemoryMapOptions[]
        {
            new() { Size = TwoMiB, Flags = MapFlags.HugeTlb },
            new() { Size = TwoMiB, HugePageSize = TwoMiB },
            new() { Size = 1, HugePageSize = TwoMiB, IsPrivate = true },
        })
        {
            MmapException error = Expect.Failure(MmapErrorKind.HugePagesUnavailable, () => MemoryMap.CreateAnonymous(options));
            Assert.Equal("ENOMEM", error.ErrnoName);
            Assert.Contains("hugepages-2048kB", error.RecommendedAction, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_memory_file_finds_the_pool_empty_too(bool sparse)
    {
        Assert.SkipUnless(HugePool() == "0", "this machine has huge pages to give");
        Expect.Failure(
            MmapErrorKind.HugePagesUnavailable,
            () => MemoryMap.CreateMemoryFile(new() { Size = TwoMiB, HugePageSize = TwoMiB, Sparse = sparse }));
    }

    [Theory]
    [InlineData(3L)]
    [InlineData(0L)]
    [InlineData(-2L)]
    [InlineData(3L << 20)]
    public void A_huge_page_size_is_a_power_of_two(long size)
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.CreateAnonymous(new() { Size = TwoMiB, HugePageSize = size }));
    }

    [Fact]
    public void EINVAL_a_huge_page_size_that_the_machine_does_not_have_is_InvalidArgument()
    {
        MmapException error = Expect.Failure(
            MmapErrorKind.InvalidArgument,
            static () => MemoryMap.CreateAnonymous(new() { Size = TwoMiB, HugePageSize = 1L << 24 }));
        Assert.Contains("16777216", error.Message, StringComparison.Ordinal);
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => MemoryMap.CreateMemoryFile(new() { Size = TwoMiB, HugePageSize = 1L << 24 }));
    }

    [Theory]
    [InlineData(MapFlags.HugeTlb, "HugeTlb")]
    [InlineData(MapFlags.GrowsDown, "GrowsDown")]
    [InlineData(MapFlags.Droppable, "Droppable")]
    public void EINVAL_a_flag_that_does_not_fit_a_file_is_named(MapFlags flag, string name)
    {
        using TempFile file = new(new byte[100]);
        MmapException error = Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenFile(file.Path, new() { Flags = flag }));

        Assert.Equal(("EINVAL", "mmap"), (error.ErrnoName, error.NativeCall));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EINVAL_a_stack_is_private()
    {
        MmapException error = Expect.Failure(
            MmapErrorKind.InvalidArgument,
            static () => MemoryMap.CreateAnonymous(new() { Size = 4096, Flags = MapFlags.GrowsDown }));
        Assert.Contains("GrowsDown", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EAGAIN_more_locked_memory_than_the_limit_is_MemoryLockLimit()
    {
        long limit = LockLimit();
        Assert.SkipWhen(limit > 1L << 30, "RLIMIT_MEMLOCK is too large to exceed");
        Privileges.WithoutLockCapability(() =>
        {
            using TempFile file = new(limit + (1 << 20));
            foreach (Func<MemoryMap> open in new Func<MemoryMap>[]
            {
                () => MemoryMap.CreateAnonymous(new() { Size = limit + (1 << 20), Flags = MapFlags.Locked }),
                () => MemoryMap.OpenFile(file.Path, new() { Flags = MapFlags.Locked }),
                () => MemoryMap.CreateMemoryFile(new() { Size = limit + (1 << 20), Flags = MapFlags.Locked }),
            })
            {
                MmapException error = Expect.Failure(MmapErrorKind.MemoryLockLimit, () => open());
                Assert.Contains(FormattableString.Invariant($"RLIMIT_MEMLOCK is {limit}"), error.Message, StringComparison.Ordinal);
            }
        });
    }

    [Fact]
    public void Sparse_needs_a_size()
    {
        using TempFile file = new(new byte[100]);
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenFile(file.Path, new() { Sparse = true }));
    }

    private static string HugePool()
    {
        const string pool = "/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages";
        return System.IO.File.Exists(pool) ? System.IO.File.ReadAllText(pool).Trim() : "none";
    }

    private static long LockLimit()
    {
        ulong limit = Platform.Linux.Limits.LinuxLimits.Get(Interop.Linux.FileConstants.RLIMIT_MEMLOCK);
        return limit > long.MaxValue ? long.MaxValue : (long)limit;
    }
}
