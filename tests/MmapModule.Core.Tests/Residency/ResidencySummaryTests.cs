using System.IO;
using System.Linq;
using Xunit;

namespace MmapModule.Tests;

/// <summary>How many pages of a map are in memory.</summary>
public sealed class ResidencySummaryTests
{
    private static int Page => Data.PageSize;

    [Fact]
    public void It_adds_up_the_pages()
    {
        using TempFile file = CacheState.Evicted(200);
        CacheState.ReadPage(file.Path, 100);
        CacheState.ReadPage(file.Path, 150);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        MemoryMapResidency all = map.GetResidency();
        MemoryMapResidency half = map.Slice(100 * Page, 50 * Page).GetResidency();

        Assert.Equal((200, 2, 2 * Page, 1.0, true), (all.Pages, all.ResidentPages, all.ResidentBytes, all.Percent, all.Reliable));
        Assert.Equal((50, 1, Page, 2.0), (half.Pages, half.ResidentPages, half.ResidentBytes, half.Percent));
        Assert.Equal((100L * Page, 50L * Page), (half.Offset, half.Length));
        Assert.Same(map, half.Map);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(59, 59)]
    [InlineData(60, 60)]
    [InlineData(61, 60)]
    [InlineData(1000, 60)]
    public void The_cells_of_the_bar_cover_all_pages(int pages, int cells)
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = (long)pages * Page });
        map.WriteByte((pages - 1L) * Page, 1);
        MemoryMapResidency last = map.GetResidency();
        map.Write(0, new byte[pages * Page]);

        Assert.Equal(cells, last.Cells.Count);
        Assert.All(last.Cells.SkipLast(1), share => Assert.Equal(0, share));
        Assert.InRange(last.Cells[^1], 1.0 / ((pages / cells) + 1), 1);
        Assert.All(map.GetResidency().Cells, share => Assert.Equal(1, share));
    }

    [Fact]
    public void The_cells_hold_every_resident_page_once()
    {
        const int count = 997;
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = count * Page });
        for (int page = 0; page < count; page += 3)
        {
            map.WriteByte((long)page * Page, 1);
        }

        MemoryMapResidency residency = map.GetResidency();
        double sum = residency.Cells.Select((share, cell) => share * ((count * (cell + 1) / 60) - (count * cell / 60))).Sum();

        Assert.Equal(residency.ResidentPages, sum, 6);
        Assert.All(residency.Cells, share => Assert.InRange(share, 0.25, 0.45));
    }

    [Fact]
    public void An_empty_map_has_no_pages()
    {
        using TempFile file = new([]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        MemoryMapResidency residency = map.GetResidency();

        Assert.Equal((0, 0, 0, 0.0), (residency.Pages, residency.ResidentPages, residency.ResidentBytes, residency.Percent));
        Assert.Empty(residency.Cells);
        Assert.Empty(map.GetPageRuns());
    }

    [Fact]
    public void A_range_outside_is_an_error()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 2 * Page });
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.GetResidency((2 * Page) + 1));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.GetPageRuns(0, (2 * Page) + 1));
        Expect.Failure(MmapErrorKind.NegativeOffset, () => map.GetResidency(-1));
    }

    [Fact]
    public void It_says_that_the_kernel_lies_about_files_of_others()
    {
        using TempFile file = CacheState.Evicted(8);
        File.SetUnixFileMode(file.Path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Privileges.AsNobody(() =>
        {
            using MemoryMap map = MemoryMap.OpenFile(file.Path);
            MemoryMapResidency residency = map.GetResidency();

            Assert.False(residency.Reliable);
            Assert.Equal(8, residency.ResidentPages);
            Assert.False(map.GetPageRuns().Single().Reliable);
        });

        Assert.Equal(0, CacheState.FinCore(file.Path));
    }

    [Fact]
    public void It_is_reliable_for_who_may_write_the_file_and_for_plain_memory()
    {
        using TempFile file = CacheState.Evicted(8);
        File.SetUnixFileMode(file.Path, (UnixFileMode)0x1B6 /* 0666 */);
        Privileges.AsNobody(() =>
        {
            using MemoryMap map = MemoryMap.OpenFile(file.Path);
            using MemoryMap memory = MemoryMap.CreateAnonymous(new() { Size = Page });

            Assert.True(map.GetResidency().Reliable);
            Assert.Equal(0, map.GetResidency().ResidentPages);
            Assert.True(memory.GetResidency().Reliable);
        });
    }
}
