using System;
using System.Text;
using MmapModule.Platform.Linux.Proc;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Fields of /proc/PID/smaps, also broken ones.</summary>
[OnlyOn("Linux", "reads /proc/PID/smaps")]
public sealed class SmapsFieldsTests
{
    private const string Entry =
        "Size:                900 kB\nKernelPageSize:        4 kB\nRss:                  11 kB\nPss:                  12 kB\n" +
        "Pss_Dirty:            99 kB\nPss_Anon:             13 kB\nPss_File:             14 kB\nPss_Shmem:            15 kB\n" +
        "Shared_Clean:         16 kB\nShared_Dirty:         17 kB\nPrivate_Clean:        18 kB\nPrivate_Dirty:        19 kB\n" +
        "Referenced:           99 kB\nShmemPmdMapped:       99 kB\nShared_Hugetlb:       99 kB\nPrivate_Hugetlb:      99 kB\n" +
        "Swap:                 20 kB\nSwapPss:              21 kB\nLocked:               22 kB\nTHPeligible:           0\n" +
        "ProtectionKey:         0\nVmFlags: rd wr lo \n";

    [Fact]
    public void Every_field_is_told_from_those_with_similar_names()
    {
        ReadOnlySpan<byte> text = Encoding.UTF8.GetBytes(Entry + "7f00-7f01 rw-p");
        SmapsFields fields = SmapsFields.Take(ref text);

        long[] expected = [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22];
        long[] actual =
        [
            fields.Rss, fields.Pss, fields.PssAnonymous, fields.PssFile, fields.PssShared, fields.SharedClean,
            fields.SharedDirty, fields.PrivateClean, fields.PrivateDirty, fields.Swap, fields.SwapPss, fields.Locked,
        ];
        Assert.Equal(Array.ConvertAll(expected, static value => value * 1024), actual);
        Assert.Equal("rd wr lo", Encoding.UTF8.GetString(fields.VmFlags));
        Assert.Equal("7f00-7f01 rw-p", Encoding.UTF8.GetString(text));
    }

    [Fact]
    public void A_kernel_that_knows_fewer_fields_gives_zero()
    {
        ReadOnlySpan<byte> text = "Rss:                   4 kB\n"u8;
        SmapsFields fields = SmapsFields.Take(ref text);

        Assert.Equal((4096, 0, 0), (fields.Rss, fields.Pss, fields.Locked));
        Assert.True(fields.VmFlags.IsEmpty);
        Assert.True(text.IsEmpty);
    }
}
