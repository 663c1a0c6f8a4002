using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Limits;
using MmapModule.Platform;
using MmapModule.Tests;
using Xunit;

namespace MmapModule.Core.Tests;

/// <summary>What went wrong for a moment is not called by the name of a limit.</summary>
[OnlyOn("Linux", "explains errno")]
public sealed class DiagnosisTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_memory_file_that_was_cut_and_restored_is_not_a_full_file_system(bool isWrite)
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new MemoryMapOptions { Size = 64 * 1024, Sparse = true });

        // As it looks when a page could not be accessed, and can again by the time somebody asks why.
        MmapException error = MapPlatform.Current.ExplainFault(new FaultContext
        {
            Backing = map.Backing,
            FileOffset = 4096,
            MapOffset = 4096,
            Requested = 10,
            IsWrite = isWrite,
            Protection = MapProtection.ReadWrite,
        });

        Assert.Equal(MmapErrorKind.RegionFault, error.Kind);
    }

    [Fact]
    public void A_lock_within_the_limit_does_not_fail_for_the_limit()
    {
        Assert.False(MemoryErrors.IsOverLockLimit(0));
        Assert.Equal(
            !LinuxLimits.MayLockAnything() && LinuxLimits.MemoryLockLimit() != RLimit.RLIM_INFINITY,
            MemoryErrors.IsOverLockLimit(1L << 62));
    }
}
