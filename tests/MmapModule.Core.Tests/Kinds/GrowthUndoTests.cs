using System.IO;
using System.Threading;
using System.Threading.Tasks;
using MmapModule.Platform;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What a failure leaves is what was there before, and never less than what others have made of it.</summary>
public sealed class GrowthUndoTests
{
    private static readonly IMapPlatform s_platform = MapPlatform.Current;

    [Fact]
    [OnlyOn("Linux", "about seals of memfd_create(2)")]
    public void A_seal_that_a_file_cannot_have_is_refused_before_the_file_grows()
    {
        using TempFile file = new([1, 2, 3]);

        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenFile(file.Path, new() { Size = 8192, Protection = MapProtection.ReadWrite, Seals = MapSeals.Write }));

        Assert.Equal([1, 2, 3], file.Read());
    }

    [Fact]
    public void A_growth_is_taken_back_as_long_as_it_is_only_ours()
    {
        using TempFile file = new([1, 2, 3]);
        using MapBacking backing = s_platform.OpenFile(file.Path, writable: true, create: false);
        s_platform.Grow(backing, 100_000, Allocation.Required, null, CancellationToken.None);

        Assert.Null(s_platform.UndoGrowth(backing, 100_000, 3));

        Assert.Equal([1, 2, 3], file.Read());
    }

    [Theory]
    [InlineData(50_000)]
    [InlineData(4)]
    public void What_others_have_written_into_the_new_part_stays(int offset)
    {
        using TempFile file = new([1, 2, 3]);
        using MapBacking backing = s_platform.OpenFile(file.Path, writable: true, create: false);
        s_platform.Grow(backing, 100_000, Allocation.None, null, CancellationToken.None);
        file.Overwrite(offset, [7]);

        Assert.NotNull(s_platform.UndoGrowth(backing, 100_000, 3));

        Assert.Equal(100_000, file.Length);
        Assert.Equal(7, file.Read()[offset]);
    }

    [Fact]
    public void What_others_have_made_longer_stays_as_long()
    {
        using TempFile file = new([1, 2, 3]);
        using MapBacking backing = s_platform.OpenFile(file.Path, writable: true, create: false);
        s_platform.Grow(backing, 8192, Allocation.None, null, CancellationToken.None);
        file.SetLength(100_000);

        Assert.NotNull(s_platform.UndoGrowth(backing, 8192, 3));

        Assert.Equal(100_000, file.Length);
    }

    [Fact]
    [OnlyOn("Linux", "on Windows one of the two may end in an error")]
    public async Task Growing_without_blocks_never_cuts_what_another_one_grows_further()
    {
        using TempFolder folder = new();
        for (int i = 0; i < 200; i++)
        {
            string path = folder.Write("file" + i, []);
            using Barrier start = new(2);
            Task small = Task.Run(() => Grow(path, 8192, start));
            Task large = Task.Run(() => Grow(path, 1 << 20, start));
            await Task.WhenAll(small, large);

            Assert.Equal(1 << 20, new FileInfo(path).Length);
        }
    }

    [Fact]
    public void A_new_file_that_others_have_opened_is_not_removed()
    {
        using TempFolder folder = new();
        using MapBacking backing = s_platform.OpenFile(folder.Combine("new"), writable: true, create: true);
        using (new FileStream(folder.Combine("new"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            Assert.NotNull(s_platform.RemoveCreated(backing));
            Assert.True(File.Exists(folder.Combine("new")));
        }

        Assert.Null(s_platform.RemoveCreated(backing));
        backing.Dispose();
        Assert.False(File.Exists(folder.Combine("new")));
    }

    [Fact]
    [OnlyOn("Linux", "about seals of memfd_create(2)")]
    public void A_file_that_must_not_shrink_leaves_the_map_whole()
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = 100_000, Seals = MapSeals.Shrink });
        map.Write(90_000, [7]);

        Expect.Failure(MmapErrorKind.Sealed, () => map.Resize(4096, new() { ResizeFile = true }));

        Assert.Equal(100_000, map.Length);
        Assert.Equal([7], map.Read(90_000, 1));
    }

    private static void Grow(string path, long size, Barrier start)
    {
        start.SignalAndWait();
        using MemoryMap map = MemoryMap.OpenFile(path, new() { Size = size, Sparse = true });
    }
}
