using System;
using System.Linq;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The limits of memory, as Windows has them.</summary>
[OnlyOn("Windows", "reads GlobalMemoryStatusEx")]
public sealed class WindowsLimitTests
{
    [Fact]
    public void The_numbers_are_plausible()
    {
        MemoryLimits limits = MemoryLimits.Read();

        Assert.Equal((Environment.SystemPageSize, 65_536, 65_536UL), (limits.PageSize, limits.AllocationGranularity, limits.MinimumAddress));
        Assert.Equal((OvercommitMode.Never, MemoryLimits.Unlimited), (limits.Overcommit, limits.MaxMapCount));
        Assert.InRange(limits.Committed, 1, limits.CommitLimit);
        Assert.InRange(limits.MemoryAvailable, 1, limits.CommitLimit);
        Assert.InRange(limits.AddressSpaceUsed, 1, limits.AddressSpaceLimit);
        Assert.InRange(limits.MapCount, 10, 1_000_000);
        Assert.InRange(limits.FileDescriptors, 1, limits.FileDescriptorLimit);
        Assert.Empty(limits.Ipc);
        Assert.All(limits.HugePages, static pool => Assert.True(pool.Size >= 65_536 && pool.IsDefault));
        Assert.True(limits.Features.Single(static feature => feature.Name == "QueryWorkingSetEx").IsAvailable);
    }

    [Fact]
    public void A_map_counts()
    {
        long before = MemoryLimits.Read().AddressSpaceUsed;
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 1L << 30 });
        Assert.InRange(MemoryLimits.Read().AddressSpaceUsed - before, 1L << 29, 1L << 31);
    }
}
