using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace MmapModule.Tests.Comparison;

/// <summary>What is a hole in both files is not read, and nobody may notice.</summary>
public sealed class CompareHoleTests
{
    private const long Size = 1L << 33;

    [Fact]
    public void Sparse_files_differ_where_one_has_data()
    {
        using TempFile one = new(Size);
        using TempFile two = new(Size);
        using MemoryMap reference = MemoryMap.OpenFile(one.Path, new() { Protection = MapProtection.ReadWrite });
        using MemoryMap difference = MemoryMap.OpenFile(two.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = true, Flags = MapFlags.NoReserve });
        reference.Write(4095, [1, 2]);
        reference.Write(Size / 2, [0, 0, 3]);
        difference.Write(Size - 1, [4]);
        difference.Write(Size / 4, [0]);

        IEnumerable<(long Offset, long Length)> found = reference.Compare(difference).Select(static one => (one.Offset, one.Length));

        Assert.Equal([(4095, 2), ((Size / 2) + 2, 1), (Size - 1, 1)], found);
        Assert.False(reference.ContentEquals(difference));
    }

    [Fact]
    public void Regions_at_other_offsets_are_equal_if_their_holes_are()
    {
        using TempFile file = new(Size);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.Write(100, [1]);
        map.Write((Size / 2) + 50, [1]);

        Assert.True(map.Slice(100, Size / 4).ContentEquals(map.Slice((Size / 2) + 50, Size / 4)));
        Assert.False(map.Slice(101, Size / 4).ContentEquals(map.Slice((Size / 2) + 50, Size / 4)));
    }

    [Fact]
    public void A_hole_that_has_been_cut_off_is_an_error()
    {
        using TempFile one = new(64L * 1024 * 1024);
        using TempFile two = new(64L * 1024 * 1024);
        using MemoryMap reference = MemoryMap.OpenFile(one.Path);
        using MemoryMap difference = MemoryMap.OpenFile(two.Path);
        two.SetLength(32L * 1024 * 1024);

        MmapException error = Assert.Throws<MmapException>(() => reference.ContentEquals(difference));

        Assert.Equal(MmapErrorKind.RegionTruncated, error.Kind);
    }
}
