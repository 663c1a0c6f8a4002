using Xunit;

namespace MmapModule.Tests;

/// <summary>What is in memory, as Windows tells it: the working set of this process.</summary>
[OnlyOn("Windows", "asks QueryWorkingSetEx")]
public sealed class WindowsResidencyTests
{
    [Fact]
    public void A_page_is_resident_once_it_has_been_touched()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 8 * Data.PageSize });
        Assert.Equal(0, map.GetResidency().ResidentPages);
        map.WriteByte(3 * Data.PageSize, 1);
        MemoryMapResidency after = map.GetResidency();
        Assert.Equal((8, 1, true), (after.Pages, after.ResidentPages, after.Reliable));
    }

    [Fact]
    public void The_cache_of_files_is_told_to_nobody_but_can_be_filled()
    {
        using TempFile file = new(new byte[100_000]);
        Expect.Failure(MmapErrorKind.PlatformNotSupported, () => FileCache.Get(file.Path));
        Expect.Failure(MmapErrorKind.PlatformNotSupported, () => FileCache.Clear(file.Path));
        using CachedFile cached = CachedFile.Open(file.Path);
        Assert.Equal(100_000, cached.Load(null, default));
    }
}
