using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Patterns with several known parts are written as a whole, or not at all.</summary>
public sealed class PatchTests : IDisposable
{
    private static readonly int s_page = Data.PageSize;
    private readonly TempFile _file = new(new byte[4 * s_page]);

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_truncated_part_stops_the_patch_before_its_first_byte()
    {
        using MemoryMap map = Open();
        _file.SetLength(s_page + 10);
        MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Write(s_page + 5, HexPattern.Parse("AA ?? BB ?? ?? CC")));

        Assert.Equal((s_page + 10, 0, 3, true), (error.Offset, error.BytesTransferred, error.Length, error.IsWrite));
        Assert.Equal(new byte[s_page + 10], _file.Read());
    }

    [Fact]
    public void Open_bytes_at_the_end_need_no_file_behind_them()
    {
        using MemoryMap map = Open();
        _file.SetLength(s_page + 10);
        map.Write(s_page + 7, HexPattern.Parse("AA ?? BB ?? ??"));

        Assert.Equal([0xAA, 0x00, 0xBB], _file.Read()[(s_page + 7)..]);
        map.Write(2 * s_page, HexPattern.Parse("?? ??"));
    }

    [Fact]
    public void A_protected_page_stops_the_patch_before_its_first_byte()
    {
        using MemoryMap map = Open();
        map.Protect(MapProtection.Read, s_page, s_page);
        MmapException error = Expect.Failure(MmapErrorKind.RegionProtected, () => map.Write(s_page - 2, HexPattern.Parse("A? ?? BB")));

        Assert.Equal((0, true), (error.BytesTransferred, error.IsWrite));
        Assert.Equal(new byte[4 * s_page], _file.Read());
    }

    [Fact]
    public void An_unmapped_page_stops_the_patch_before_its_first_byte()
    {
        using MemoryMap map = Open();
        map.RemovePart(s_page, s_page);
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => map.Write(s_page - 2, HexPattern.Parse("AA ?? BB")));

        Assert.Equal(new byte[4 * s_page], _file.Read());
    }

    [Fact]
    public void A_map_without_write_access_is_not_written()
    {
        using MemoryMap map = MemoryMap.OpenFile(_file.Path, new());
        Expect.Failure(MmapErrorKind.RegionProtected, () => map.Write(0, HexPattern.Parse("AA ?? BB")));
        map.Write(0, HexPattern.Parse("?? ??"));
    }

    [Fact]
    public void Half_bytes_of_memory_that_cannot_be_read_are_an_error_before_the_first_byte()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 2 * s_page, Protection = MapProtection.ReadWrite });
        map.Protect(MapProtection.Write, s_page, s_page);
        Expect.Failure(MmapErrorKind.RegionProtected, () => map.Write(s_page - 2, HexPattern.Parse("AA ?? 1?")));
        Assert.Equal(new byte[s_page], map.Read(0, s_page));

        map.Write(s_page - 2, HexPattern.Parse("AA ?? 11"));
        Assert.Equal(0xAA, map.ReadByte(s_page - 2));
    }

    [Fact]
    public void A_fault_in_a_later_part_says_how_many_bytes_landed_in_all()
    {
        // The file behind a private page is looked at only when the page is touched: nobody can know this one before.
        using MemoryMap map = MemoryMap.OpenFile(_file.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = true });
        _file.SetLength(s_page);
        string open = string.Concat(Enumerable.Repeat(" ??", s_page));
        MmapException error = Expect.Failure(
            MmapErrorKind.RegionTruncated,
            () => map.Write(s_page - 10, HexPattern.Parse("11 ?? 22 33" + open + " 44 55 ?? 66")));

        Assert.Equal((3, 3, true), (error.BytesTransferred, error.Length, error.IsWrite));
        Assert.Equal((2 * s_page) - 6, error.Offset);
        Assert.Contains("3 of 6 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal([0x11, 0, 0x22, 0x33], map.Read(s_page - 10, 4));
    }

    [Fact]
    public void Needs_root_A_full_disk_in_a_later_part_says_how_many_bytes_landed_in_all()
    {
        using Mount mount = Mount.Tmpfs("size=1m,mode=0777");
        using MemoryMap map = MemoryMap.OpenFile(
            mount.Combine("sparse"), new() { Size = 4 * s_page, Sparse = true, Protection = MapProtection.ReadWrite });
        map.WriteByte(s_page - 1, 0);
        FullFileSystemTests.Fill(mount);
        MmapException error = Expect.Failure(MmapErrorKind.NoSpace, () => map.Write(s_page - 3, HexPattern.Parse("11 ?? 22 ?? 33")));

        Assert.Equal((2, s_page + 1, 1), (error.BytesTransferred, error.Offset, error.Length));
    }

    [Fact]
    public async Task Open_bytes_keep_what_others_write_there_meanwhile()
    {
        using MemoryMap map = Open();
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(300));
        Task patches = Task.Run(() =>
        {
            HexPattern pattern = HexPattern.Parse("AA ?? ?? ?? ?? BB");
            while (!stop.IsCancellationRequested)
            {
                map.Write(0, pattern);
            }
        }, CancellationToken.None);
        for (int i = 0; !patches.IsCompleted; i++)
        {
            map.WriteInt32(1, i);
            Assert.Equal(i, map.ReadInt32(1));
        }

        await patches;
    }

    private MemoryMap Open() => MemoryMap.OpenFile(_file.Path, new() { Protection = MapProtection.ReadWrite });
}
