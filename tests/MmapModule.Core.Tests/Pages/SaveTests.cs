using System.IO;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Writing private changes back, and maps to other files.</summary>
public sealed class SaveTests
{
    private static readonly int s_page = Data.PageSize;

    [Theory]
    [InlineData(0, 100_000)]
    [InlineData(1234, 70_000)]
    public void Private_changes_reach_the_file_where_they_belong(int offset, int length)
    {
        byte[] content = Data.Random(100_000);
        using TempFile file = new(content);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { IsPrivate = true, Protection = MapProtection.ReadWrite, Offset = offset, Length = length });
        map.Write(50_000, [1, 2, 3]);
        map.WriteByte(length - 1, 4);

        MemoryMapSaveResult result = map.Save(changedOnly: true);

        content[offset + 50_000] = 1;
        content[offset + 50_001] = 2;
        content[offset + 50_002] = 3;
        content[offset + length - 1] = 4;
        Assert.Equal(content, file.Read());
        Assert.InRange(result.ChangedPages, 2, 3);
        Assert.InRange(result.BytesWritten, 4, 3 * s_page);
    }

    [Fact]
    public void A_copy_begins_with_the_first_byte_of_the_map_and_ends_with_its_last()
    {
        using TempFile file = new(Data.Random(100_000));
        using TempFile copy = new(Data.Random(200_000, seed: 2));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Offset = 1234, Length = 70_000 });

        Assert.Equal(70_000, map.Save(copy.Path).BytesWritten);

        Assert.Equal(file.Read()[1234..71_234], copy.Read());
    }

    [Fact]
    public void A_save_that_is_cancelled_leaves_no_new_file()
    {
        using TempFolder folder = new();
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 100_000, IsPrivate = true });
        using CancellationTokenSource stop = new();
        stop.Cancel();

        Assert.ThrowsAny<System.OperationCanceledException>(() => map.Save(folder.Combine("copy"), changedOnly: false, stop.Token));

        Assert.False(File.Exists(folder.Combine("copy")));
    }

    [Fact]
    public void A_file_that_is_too_short_is_not_touched()
    {
        byte[] content = Data.Random(100_000);
        using TempFile file = new(content);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { IsPrivate = true, Protection = MapProtection.ReadWrite });
        map.WriteByte(0, 1);
        file.SetLength(50_000);

        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Save());

        Assert.Equal(content[..50_000], file.Read());
    }
}
