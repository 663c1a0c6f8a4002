using System;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Reads of files that were cut.</summary>
public sealed class TruncatedReadTests : IDisposable
{
    private static readonly int s_page = Data.PageSize;
    private readonly byte[] _content = Data.Random(8 * s_page);
    private readonly TempFile _file;

    public TruncatedReadTests() => _file = new TempFile(_content);

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_cut_to_nothing_makes_every_read_an_error(bool isPrivate)
    {
        using MemoryMap map = MemoryMap.OpenFile(_file.Path, new() { IsPrivate = isPrivate });
        _file.SetLength(0);

        foreach (long offset in new long[] { 0, 1, s_page, (8 * s_page) - 1 })
        {
            MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadByte(offset));
            Assert.Equal((offset, 1, 0, false), (error.Offset, error.Length, error.BytesTransferred, error.IsWrite));
            Assert.Equal(_file.Path, error.Path);
        }

        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Read());
        Assert.Equal(MapState.Truncated, map.State);
    }

    [Fact]
    public void Up_to_the_new_end_in_the_middle_of_a_page_everything_is_read_and_beyond_nothing()
    {
        int end = (3 * s_page) + 100;
        using MemoryMap map = MemoryMap.OpenFile(_file.Path);
        _file.SetLength(end);

        Assert.Equal(_content[..end], map.Read(0, end));
        Assert.Equal(_content[end - 1], map.ReadByte(end - 1));
        MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadByte(end));
        Assert.Equal(end, error.Offset);
        error = Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Read());
        Assert.Equal((end, (8 * s_page) - end, end), (error.Offset, error.Length, error.BytesTransferred));
        Assert.Contains(end.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_is_found_in_a_map_that_starts_anywhere_in_the_file()
    {
        using MemoryMap map = MemoryMap.OpenFile(_file.Path, new() { Offset = s_page + 1000 });
        _file.SetLength((2 * s_page) + 500);

        Assert.Equal(_content[(s_page + 1000)..((2 * s_page) + 500)], map.Read(0, s_page - 500));
        MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Read());
        Assert.Equal((s_page - 500, s_page - 500), (error.Offset, error.BytesTransferred));
        Assert.Equal((6 * s_page) - 500, map.GetHealth().TruncatedBytes);
    }

    [Fact]
    public void A_private_map_keeps_what_it_can_and_reports_the_rest()
    {
        using MemoryMap map = MemoryMap.OpenFile(_file.Path, new() { IsPrivate = true, Protection = MapProtection.ReadWrite });
        map.WriteByte(0, 200);
        _file.SetLength(s_page);

        Assert.Equal(200, map.ReadByte(0));
        Assert.Equal(_content[1..s_page], map.Read(1, s_page - 1));
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadByte(s_page));
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.WriteByte(s_page, 1));
    }

    [Fact]
    public void Every_way_to_read_reports_it()
    {
        using MemoryMap map = MemoryMap.OpenFile(_file.Path);
        MappedRegion region = map.Slice(2 * s_page, 100);
        System.IO.Stream stream = map.AsStream();
        _file.SetLength(10);

        Expect.Failure(MmapErrorKind.RegionTruncated, () => region.Read());
        Expect.Failure(MmapErrorKind.RegionTruncated, () => region.ReadInt64(0));
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadInt32(8));
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadString());
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Search("not there"));
        Expect.Failure(MmapErrorKind.RegionTruncated, () => stream.CopyTo(System.IO.Stream.Null));
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Read(0, new byte[11]));
    }

    [Fact]
    public void A_file_that_grows_again_is_readable_again_with_zeros()
    {
        using MemoryMap map = MemoryMap.OpenFile(_file.Path);
        _file.SetLength(100);
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Read());
        _file.SetLength(8 * s_page);

        Assert.Equal(_content[..100], map.Read(0, 100));
        Assert.Equal(new byte[(8 * s_page) - 100], map.Read(100));
        Assert.Equal(MapState.Open, map.State);
        Assert.True(map.GetHealth().IsHealthy);
    }

    [Theory]
    [InlineData("truncate")]
    [InlineData("copytruncate")]
    [OnlyOn("Linux", "uses programs of Linux")]
    public void It_does_not_matter_how_another_program_truncates(string how)
    {
        using MemoryMap map = MemoryMap.OpenFile(_file.Path);
        ProcessResult child = how == "truncate"
            ? ProcessRunner.Run("truncate", "-s", "0", _file.Path)
            : ProcessRunner.Run("/bin/sh", "-c", ": > \"$0\"", _file.Path);

        Assert.True(child.Succeeded, child.All);
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Read());
    }

    [Fact]
    public void Shared_memory_and_memory_files_are_truncated_like_files()
    {
        using SharedName name = new();
        using MemoryMap shared = MemoryMap.OpenSharedMemory(name.Value, SharedMemoryMode.Create, new() { Size = 2 * s_page });
        using MemoryMap memoryFile = MemoryMap.CreateMemoryFile(new() { Size = 2 * s_page });
        foreach (MemoryMap map in new[] { shared, memoryFile })
        {
            Assert.True(ProcessRunner.Run("truncate", "-s", "5", map.Path!).Succeeded);
            Assert.Equal(new byte[5], map.Read(0, 5));
            Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadByte(5));
            Expect.Failure(MmapErrorKind.RegionTruncated, () => map.WriteByte(s_page, 1));
            Assert.Equal(MapState.Truncated, map.State);
        }
    }
}
