using System;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Writes to files that were cut.</summary>
public sealed class TruncatedWriteTests : IDisposable
{
    private static readonly int s_page = Data.PageSize;
    private readonly TempFile _file = new(new byte[8 * s_page]);
    private readonly MemoryMap _map;

    public TruncatedWriteTests() => _map = MemoryMap.OpenFile(_file.Path, new() { Protection = MapProtection.ReadWrite });

    public void Dispose()
    {
        _map.Dispose();
        _file.Dispose();
    }

    [Fact]
    public void A_write_across_the_new_end_says_how_many_bytes_landed()
    {
        _file.SetLength((2 * s_page) + 50);
        byte[] bytes = Data.Filled(3 * s_page, 0xAA);
        MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () => _map.Write(s_page, bytes));

        Assert.Equal((s_page + 50, (2 * s_page) + 50, (2 * s_page) - 50, true), (error.BytesTransferred, error.Offset, error.Length, error.IsWrite));
        byte[] expected = [.. new byte[s_page], .. Data.Filled(s_page + 50, 0xAA)];
        Assert.Equal(expected, _file.Read());
    }

    [Fact]
    public void A_write_beyond_the_new_end_writes_nothing_and_does_not_make_the_file_longer()
    {
        _file.SetLength(s_page);
        foreach (long offset in new long[] { s_page, s_page + 1, 7 * s_page })
        {
            MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () => _map.Write(offset, [1, 2, 3]));
            Assert.Equal((0, offset), (error.BytesTransferred, error.Offset));
        }

        Assert.Equal(new byte[s_page], _file.Read());
    }

    [Fact]
    public void A_write_behind_the_end_in_the_last_page_is_an_error_although_the_page_takes_it()
    {
        _file.SetLength(100);
        MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () => _map.Write(98, [1, 2, 3, 4]));

        Assert.Equal((2, 100), (error.BytesTransferred, error.Offset));
        Assert.Equal([1, 2], _file.Read()[98..]);
        Expect.Failure(MmapErrorKind.RegionTruncated, () => _map.WriteByte(100, 1));
        Assert.Equal(100, _file.Length);
    }

    [Fact]
    public void A_long_write_counts_the_bytes_of_all_its_steps()
    {
        const int size = 10 * 1024 * 1024;
        _file.SetLength(size);
        using MemoryMap map = MemoryMap.OpenFile(_file.Path, new() { Protection = MapProtection.ReadWrite });
        _file.SetLength(size - (3 * s_page));
        MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Write(1, Data.Filled(size - 1, 1)));

        Assert.Equal(size - (3 * s_page) - 1, error.BytesTransferred);
        Assert.Equal(size - (3 * s_page), error.Offset);
        Assert.Equal(3 * s_page, error.Length);
        Assert.Equal(size - (3 * s_page), _file.Length);
    }

    [Fact]
    public void Every_way_to_write_reports_it()
    {
        MappedRegion region = _map.Slice(2 * s_page, 100);
        System.IO.Stream stream = region.AsStream();
        _file.SetLength(10);

        Expect.Failure(MmapErrorKind.RegionTruncated, () => region.WriteDouble(0, 1));
        Expect.Failure(MmapErrorKind.RegionTruncated, () => region.WriteString(50, "text"));
        Expect.Failure(MmapErrorKind.RegionTruncated, () => stream.Write([1]));
        Expect.Failure(MmapErrorKind.RegionTruncated, () => _map.WriteInt32(8, -1));
        Assert.Equal(0, stream.Position);
    }

    [Fact]
    public void What_was_written_before_is_still_synced()
    {
        _map.WriteByte(0, 9);
        _file.SetLength(s_page);
        Expect.Failure(MmapErrorKind.RegionTruncated, () => _map.Sync(options: new() { IsDurable = true }));

        Assert.Null(_map.SyncError);
        Assert.Equal(9, _file.Read()[0]);
    }
}
