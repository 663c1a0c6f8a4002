using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Numbers of a file are read by one instruction. It must know what a system call would know.</summary>
public sealed class SmallReadTests
{
    private static readonly int s_page = Data.PageSize;

    public static TheoryData<SampleKind> Kinds => [.. Enum.GetValues<SampleKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_size_at_every_alignment_is_what_a_copy_of_all_bytes_shows(SampleKind kind)
    {
        byte[] content = Data.Random((2 * s_page) + 5);
        using MapSample sample = new(kind, content);
        MemoryMap map = sample.Map;
        List<int> offsets = [];
        foreach (int middle in new[] { 8, 64, s_page, 2 * s_page })
        {
            for (int offset = middle - 8; offset < middle + 8; offset++)
            {
                offsets.Add(offset);
            }
        }

        foreach (int offset in offsets)
        {
            Check(offset, 1, () => map.ReadByte(offset));
            Check(offset, 2, () => map.ReadUInt16(offset));
            Check(offset, 4, () => map.ReadUInt32(offset));
            Check(offset, 8, () => map.ReadUInt64(offset));
        }

        void Check(int offset, int size, Func<object> read)
        {
            if (offset + size > content.Length)
            {
                Expect.Failure(MmapErrorKind.RegionOutOfRange, () => _ = read());
                return;
            }

            ulong expected = 0;
            for (int i = size - 1; i >= 0; i--)
            {
                expected = (expected << 8) | content[offset + i];
            }

            Assert.Equal(expected, Convert.ToUInt64(read(), System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cut_in_the_middle_of_a_page_is_seen_by_the_very_next_read(bool isZero)
    {
        // Many times, right after reads that found everything in order.
        for (int end = s_page + 3; end < s_page + 200; end += 7)
        {
            byte[] content = isZero ? new byte[2 * s_page] : Data.Random(2 * s_page);
            using TempFile file = new(content);
            using MemoryMap map = MemoryMap.OpenFile(file.Path);
            _ = map.ReadInt32(end);
            _ = map.ReadInt64((2 * s_page) - 8);
            _ = map.ReadByte(0);
            file.SetLength(end);

            Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadInt32(end - 1));
            Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadInt64(end - 7));
            Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadInt16(end - 1));
            Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadByte(end));
            Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadByte((2 * s_page) - 1));
            Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadInt64((2 * s_page) - 8));
            Assert.Equal(content[end - 1], map.ReadByte(end - 1));
            Assert.Equal(BitConverter.ToInt32(content, end - 4), map.ReadInt32(end - 4));
        }
    }

    [Fact]
    public void Bytes_that_this_map_stored_behind_the_end_of_its_file_are_no_bytes_of_the_file()
    {
        using TempFile file = new(Data.Filled(s_page, 7));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        Assert.Equal(7, map.ReadByte(s_page - 1));
        file.SetLength(100);
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.Write(s_page - 8, Data.Filled(8, 9)));

        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadInt32(200));
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadInt64(s_page - 8));
        Assert.Equal(7, map.ReadByte(99));
    }

    [Fact]
    public async Task Bytes_that_others_stored_behind_the_end_are_found_out_after_a_moment()
    {
        using TempFile file = new(Data.Filled(s_page, 7));
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        using MemoryMap other = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        Assert.Equal(7, map.ReadByte(0));
        file.SetLength(100);
        Expect.Failure(MmapErrorKind.RegionTruncated, () => other.Write(s_page - 8, Data.Filled(8, 9)));
        await Task.Delay(50, TestContext.Current.CancellationToken);

        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadInt32(200));
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.ReadInt64(s_page - 8));
        Assert.Equal(7, map.ReadByte(99));
    }

    [Fact]
    [OnlyOn("Linux", "Windows does not cut a mapped file")]
    public void A_file_made_shorter_by_its_own_map_ends_there()
    {
        using TempFile file = new(Data.Filled(2 * s_page, 7));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        using MemoryMap other = MemoryMap.OpenFile(file.Path);
        Assert.Equal((7, 7), (map.ReadByte(200), other.ReadByte(200)));
        map.Resize(100, new() { ResizeFile = true });

        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.ReadByte(100));
        Expect.Failure(MmapErrorKind.RegionTruncated, () => other.ReadByte(100));
        Assert.Equal((7, 7), (map.ReadByte(99), other.ReadByte(99)));
    }

    [Fact]
    public void Guarded_protected_and_missing_pages_are_refused()
    {
        using TempFile file = new(Data.Filled(8 * s_page, 7));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        Assert.Equal(7, map.ReadByte(3 * s_page));
        map.Protect(MapProtection.None, 3 * s_page, s_page);
        Expect.Failure(MmapErrorKind.RegionProtected, () => map.ReadByte(3 * s_page));
        Expect.Failure(MmapErrorKind.RegionProtected, () => map.ReadInt64((3 * s_page) - 4));
        Assert.Equal(7, map.ReadByte((3 * s_page) - 1));
        map.RemovePart(5 * s_page, s_page);
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => map.ReadByte(5 * s_page));
        map.Dispose();
        Expect.Failure(MmapErrorKind.MapDisposed, () => map.ReadByte(0));
    }

    [Fact]
    [OnlyOn("Linux", "uses lseek(2)")]
    public void The_position_of_a_handle_of_the_user_stays_where_it_is()
    {
        using TempFile file = new(Data.Filled(s_page, 7));
        using FileStream stream = new(file.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        Microsoft.Win32.SafeHandles.SafeFileHandle handle = stream.SafeFileHandle;
        int descriptor = (int)handle.DangerousGetHandle();
        Assert.Equal(5, TestLibc.lseek(descriptor, 5, TestLibc.SEEK_SET));
        using MemoryMap map = MemoryMap.OpenHandle(handle, new() { Protection = MapProtection.ReadWrite });
        map.WriteInt32(8, 0);
        _ = map.ReadInt32(8);
        _ = map.FileLength;
        Assert.Equal(5, TestLibc.lseek(descriptor, 0, TestLibc.SEEK_CUR));
    }

    [Fact]
    public void Threads_that_allocate_read_right_numbers_while_the_garbage_is_collected()
    {
        using MapSample sample = new(SampleKind.File, Data.Filled(s_page, 7));
        using CancellationTokenSource end = new(TimeSpan.FromMilliseconds(500));
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, worker =>
        {
            while (!end.IsCancellationRequested)
            {
                byte[] garbage = new byte[2000];
                Assert.Equal(0x0707070707070707, sample.Map.ReadInt64(garbage.Length + worker));
                if (worker == 0)
                {
                    GC.Collect(0);
                }
            }
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reading_and_writing_numbers_allocates_nothing(SampleKind kind)
    {
        using MapSample sample = new(kind, Data.Random(s_page));
        MemoryMap map = sample.Map;

        // Code that is not optimised yet boxes, and the runtime optimises when it finds time.
        long allocated = long.MaxValue;
        for (int round = 0; round < 2000 && allocated >= 1000; round++)
        {
            Thread.Sleep(round == 0 ? 0 : 20);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                Use(map);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.InRange(allocated, 0, 999);
    }

    private static void Use(MemoryMap map)
    {
        _ = map.ReadByte(1);
        _ = map.ReadInt32(3, bigEndian: true);
        _ = map.ReadDouble(8);
        map.WriteInt32(16, 5);
        map.WriteInt64(33, 5);
        _ = map.InterlockedAdd((long)(4 - (map.Address % 4)), 1);
    }
}
