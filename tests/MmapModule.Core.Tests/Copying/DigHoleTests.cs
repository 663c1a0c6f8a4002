using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Blocks of zeros that are freed in place.</summary>
public sealed class DigHoleTests
{
    private const int Block = 4096;

    [Fact]
    public void The_bytes_stay_the_same_and_all_whole_blocks_of_zeros_are_holes()
    {
        Needs.Holes();
        Gen<(int[] Blocks, int Extra, int Start, int FileOffset)> cases =
            from blocks in Gen.Elements(0, 0, 1, 2).ArrayOf(40)
            from extra in Gen.Elements(0, 1, 4000)
            from start in Gen.Elements(0, 0, 1, 5000)
            from fileOffset in Gen.Elements(0, 0, 777, Block)
            select (blocks, extra, start, fileOffset);
        Law.Holds(cases, static test =>
        {
            byte[] bytes = new byte[(test.Blocks.Length * Block) + test.Extra];
            for (int i = 0; i < test.Blocks.Length; i++)
            {
                // Zeros, one byte at the end, or random bytes.
                if (test.Blocks[i] == 1)
                {
                    bytes[((i + 1) * Block) - 1] = 1;
                }
                else if (test.Blocks[i] == 2)
                {
                    Data.Random(Block, i).CopyTo(bytes, i * Block);
                }
            }

            using TempFile file = new(bytes);
            long freed;
            using (MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, Offset = test.FileOffset }))
            {
                freed = map.DigHoles(test.Start).FreedBytes;
                Assert.Equal(0, map.DigHoles(test.Start).FreedBytes);
            }

            Assert.Equal(bytes, file.Read());
            long expected = 0;
            for (int i = 0; i < test.Blocks.Length; i++)
            {
                expected += test.Blocks[i] == 0 && i * Block >= test.FileOffset + test.Start ? Block : 0;
            }

            Assert.Equal(expected, freed);
        }, times: 40);
    }

    [Fact]
    public void A_sparse_file_of_a_terabyte_is_done_at_once()
    {
        Needs.Holes();
        using TempFile file = new(1L << 40);
        file.Overwrite(1L << 39, new byte[10 * Block]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        SparseRegion region = map.DigHoles();
        Assert.Equal(10 * Block, region.FreedBytes);
        Assert.Equal(1, region.Holes);
        Assert.Equal(0, SparseCopyTests.Blocks(file.Path));
    }

    [Fact]
    public void A_file_that_others_have_open_is_left_alone_unless_it_is_forced()
    {
        byte[] bytes = new byte[16 * Block];
        using TempFile file = new(bytes);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        long before = SparseCopyTests.Blocks(file.Path);
        using (FileStream other = new(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            MmapException error = Expect.Failure(MmapErrorKind.FileLocked, () => map.DigHoles());
            Assert.Equal(file.Path, error.Path);
            Assert.Equal(0, error.BytesTransferred);
            Assert.Equal(before, SparseCopyTests.Blocks(file.Path));
            Assert.Equal(16 * Block, map.DigHoles(force: true).FreedBytes);
        }

        Assert.Equal(0, SparseCopyTests.Blocks(file.Path));
    }

    [Fact]
    public void A_block_that_is_written_before_the_deed_is_not_freed()
    {
        Needs.Holes();
        using TempFile file = new(new byte[4 * Block]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        map.WriteByte((2 * Block) + 5, 1);
        Assert.False(map.PunchIfZero(new MapRange(0, 4 * Block), new byte[Block]));
        Assert.True(map.PunchIfZero(new MapRange(0, 2 * Block), new byte[Block]));
        Assert.Equal(1, map.ReadByte((2 * Block) + 5));
    }

    [Fact]
    public async Task Nothing_that_is_written_through_the_map_meanwhile_is_lost()
    {
        Needs.Holes();
        // Each block is written at about the time when it is freed; with other threads let in, some of these writes are lost.
        const int blocks = 64;
        byte[] zeros = new byte[blocks * Block];
        using TempFile file = new(zeros);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        for (int round = 0; round < 20; round++)
        {
            map.Write(0, zeros);
            int current = -1;
            Task writing = Task.Run(() =>
            {
                for (int i = 0; i < blocks; i++)
                {
                    SpinWait spin = default;
                    while (Volatile.Read(ref current) < i)
                    {
                        spin.SpinOnce();
                    }

                    Thread.SpinWait(i * 7 % 100);
                    map.WriteByte((long)i * Block, 1);
                }
            });
            byte[] buffer = new byte[Block];
            for (int i = 0; i < blocks; i++)
            {
                Volatile.Write(ref current, i);
                _ = map.PunchIfZero(new MapRange((long)i * Block, Block), buffer);
            }

            await writing;
            for (int i = 0; i < blocks; i++)
            {
                Assert.Equal(1, map.ReadByte((long)i * Block));
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [OnlyOn("Linux", "frees shared memory with madvise(2)")]
    public void Memory_of_zeros_is_given_back(bool isPrivate)
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 100 * Block, IsPrivate = isPrivate });
        map.Fill(pattern: [1]);
        map.Fill(10 * Block, 50 * Block);
        Assert.Equal(50 * Block, map.DigHoles().FreedBytes);
        Assert.Equal(1, map.ReadByte((10 * Block) - 1));
        Assert.Equal(0, map.ReadByte(10 * Block));
        Assert.Equal(1, map.ReadByte(60 * Block));
    }

    [Fact]
    public void What_cannot_be_done_says_so()
    {
        using TempFile file = new(new byte[8 * Block]);
        using (MemoryMap own = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = true }))
        {
            Expect.Failure(MmapErrorKind.FlagNotSupported, () => own.DigHoles());
        }

        using (MemoryMap readOnly = MemoryMap.OpenFile(file.Path))
        {
            Expect.Failure(MmapErrorKind.RegionProtected, () => readOnly.DigHoles());
        }

        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.DigHoles(0, 9 * Block));
        Assert.Throws<OperationCanceledException>(() => map.DigHoles(cancellation: new CancellationToken(canceled: true)));
        file.SetLength((2 * Block) + 1);
        Expect.Failure(MmapErrorKind.RegionTruncated, () => map.DigHoles());
        Assert.Equal((2 * Block) + 1, file.Length);
    }
}
