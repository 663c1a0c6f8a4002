using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Atomic operations of every type, alignment and width.</summary>
public sealed class AtomicTests
{
    private const int Rounds = 20_000;

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.SharedMemory)]
    [InlineData(SampleKind.PrivateAnonymous)]
    public void Threads_that_add_lose_nothing_of_a_value_or_of_its_neighbours(SampleKind kind)
    {
        using MapSample sample = new(kind, new byte[Data.PageSize]);
        MemoryMap map = sample.Map;
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, worker =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                _ = map.InterlockedAdd(0, 1);
                _ = map.InterlockedAdd(8, 1L);
                _ = map.UpdateValue(16 + worker, AtomicOperation.Add, (byte)1);
                _ = map.UpdateValue(20, AtomicOperation.Add, (short)1);
                _ = map.UpdateValue(24, AtomicOperation.Add, 0.5);
            }
        });

        Assert.Equal((4 * Rounds, 4L * Rounds), (map.ReadInt32(0), map.ReadInt64(8)));
        Assert.Equal(unchecked((short)(4 * Rounds)), map.ReadInt16(20));
        Assert.Equal(2.0 * Rounds, map.ReadDouble(24));
        Assert.All(map.Read(16, 4), static value => Assert.Equal(unchecked((byte)Rounds), value));
    }

    [Fact]
    public void Methods_return_what_the_Interlocked_class_returns()
    {
        using MapSample sample = new(SampleKind.MemoryFile, new byte[64]);
        MemoryMap map = sample.Map;

        Assert.Equal((5, 3), (map.InterlockedAdd(0, 5), map.InterlockedAdd(0, -2)));
        Assert.Equal((3, 7), (map.InterlockedExchange(0, 7), map.InterlockedCompareExchange(0, 9, 7)));
        Assert.Equal((9, 9), (map.InterlockedCompareExchange(0, 1, 7), map.InterlockedOr(0, 6)));
        Assert.Equal((15, 8), (map.InterlockedAnd(0, 8), map.ReadInt32(0)));
        Assert.Equal(uint.MaxValue, map.InterlockedAdd(8, uint.MaxValue));
        Assert.Equal(-1L, map.InterlockedAdd(16, -1L));
        Assert.Equal(ulong.MaxValue, map.InterlockedExchange(16, 1UL));
        Assert.Equal(1UL, map.Slice(16).InterlockedCompareExchange(0, 2UL, 1UL));
        Assert.Equal(2, map.ReadInt64(16));
    }

    [Fact]
    public void A_failed_comparison_changes_nothing()
    {
        using MapSample sample = new(SampleKind.SharedMemory, Data.Random(64));
        byte[] before = sample.Map.Read();
        MappedValueUpdate update = sample.Map.UpdateValue(1, AtomicOperation.CompareExchange, (byte)7, unchecked((byte)(before[1] + 1)));

        Assert.Equal(new MappedValueUpdate(before[1], before[1], false), update);
        Assert.Equal(before, sample.Map.Read());
    }

    [Fact]
    public void The_address_must_be_a_multiple_of_the_size_wherever_the_map_begins()
    {
        // This map begins at offset 1234 of its file, two bytes behind a multiple of four.
        using MapSample sample = new(SampleKind.UnalignedFile, new byte[64]);
        MmapException error = Expect.Failure(MmapErrorKind.MisalignedAtomic, () => sample.Map.InterlockedAdd(0, 1));
        Assert.Equal((0, 4), (error.Offset, error.Length));
        Assert.Contains(" is 2;", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(1, sample.Map.InterlockedAdd(2, 1));
        Expect.Failure(MmapErrorKind.MisalignedAtomic, () => sample.Map.InterlockedAdd(2, 1L));
        Assert.Equal(1, sample.Map.InterlockedAdd(6, 1L));
        Expect.Failure(MmapErrorKind.MisalignedAtomic, () => sample.Map.UpdateValue(1, AtomicOperation.Add, (short)1));
        Assert.True(sample.Map.UpdateValue(63, AtomicOperation.Add, (byte)1).Succeeded);
    }

    [Fact]
    public void The_last_odd_bytes_of_a_file_can_be_updated()
    {
        using TempFile file = new([1, 2, 3, 4, 5, 6, 7]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        Assert.Equal((byte)8, map.UpdateValue(6, AtomicOperation.Add, (byte)1).New);
        Assert.Equal((short)0x0706, map.UpdateValue(4, AtomicOperation.Add, (short)0x0101).New);
        Assert.Equal([1, 2, 3, 4, 6, 7, 8], file.Read());
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.InterlockedAdd(4, 1));
    }

    [Fact]
    public void What_cannot_be_updated_is_an_error_of_its_own()
    {
        using MapSample sample = new(SampleKind.File, new byte[64]);
        MemoryMap map = sample.Map;
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.UpdateValue(0, AtomicOperation.Add, 1m));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.UpdateValue(0, AtomicOperation.Exchange, Guid.Empty));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.UpdateValue(0, AtomicOperation.Or, 1.0));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.UpdateValue(0, AtomicOperation.Add, "1"));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.UpdateValue(0, (AtomicOperation)99, 1));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.UpdateValue(0, AtomicOperation.CompareExchange, 1));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.UpdateValue(0, AtomicOperation.CompareExchange, 1, 1L));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => map.UpdateValue(0, AtomicOperation.Add, 1, 1));
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.InterlockedAdd(64, 1));
        Expect.Failure(MmapErrorKind.NegativeOffset, () => map.InterlockedAdd(-4, 1));
        map.Dispose();
        Expect.Failure(MmapErrorKind.MapDisposed, () => map.InterlockedAdd(0, 1));

        using TempFile file = new(new byte[64]);
        using MemoryMap readOnly = MemoryMap.OpenFile(file.Path, new());
        Expect.Failure(MmapErrorKind.RegionProtected, () => readOnly.InterlockedAdd(0, 1));
    }

    [Fact]
    public void A_truncated_file_is_an_error_and_a_restored_one_works_again()
    {
        using TempFile file = new(4L * Data.PageSize);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        file.SetLength(Data.PageSize + 100);
        foreach (long offset in new[] { Data.PageSize + 100L, 2L * Data.PageSize, (4L * Data.PageSize) - 4 })
        {
            MmapException error = Expect.Failure(MmapErrorKind.RegionTruncated, () => map.InterlockedAdd(offset, 1));
            Assert.Equal((offset, true), (error.Offset, error.IsWrite));
            Expect.Failure(MmapErrorKind.RegionTruncated, () => map.UpdateValue(offset, AtomicOperation.Max, (byte)1));
            Expect.Failure(MmapErrorKind.RegionTruncated, () => map.WriteInt32(offset, 1));
        }

        Assert.Equal(1, map.InterlockedAdd(Data.PageSize + 96, 1));
        file.SetLength(4L * Data.PageSize);
        Assert.Equal(1, map.InterlockedAdd(2L * Data.PageSize, 1));
        Assert.Equal(MapState.Open, map.State);
    }

    [Fact]
    public void Probed_pages_give_the_same_results_where_faults_cannot_be_caught()
    {
        Assert.SkipWhen(ChildRun.IsChild, "this is the child");
        Needs.Kernel("populating pages (madvise)");
        ChildRun.Passed(ChildRun.Run(
            [],
            new Dictionary<string, string> { [Access.AtomicWord.ForceProbeVariable] = "1" },
            "-class",
            typeof(AtomicTests).FullName!,
            "-class",
            typeof(AtomicLawTests).FullName!));
    }
}
