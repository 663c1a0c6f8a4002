using System;
using System.Threading;
using MmapModule.Platform.Linux.Access;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Aligned numbers are read and written in one step on every kind of map: nobody ever sees half of one.</summary>
[OnlyOn("Linux", "asks the copiers of Linux")]
public sealed class WholeNumberTests
{
    private const int Rounds = 20_000;

    public static TheoryData<SampleKind, int> Cases()
    {
        TheoryData<SampleKind, int> cases = [];
        foreach (SampleKind kind in Enum.GetValues<SampleKind>())
        {
            foreach (int size in new[] { 2, 4, 8 })
            {
                cases.Add(kind, size);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nobody_sees_half_of_a_number(SampleKind kind, int size)
    {
        Assert.SkipUnless(GuardedCode.Current is not null, "without guarded instructions the kernel copies");
        using MapSample sample = new(kind, new byte[3 * Data.PageSize]);
        MemoryMap map = sample.Map;
        Check(map, size);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Nobody_sees_half_of_a_number_where_a_part_of_the_map_was_removed_or_protected(int size)
    {
        Assert.SkipUnless(GuardedCode.Current is not null, "without guarded instructions the kernel copies");
        foreach (SampleKind kind in new[] { SampleKind.File, SampleKind.PrivateFile, SampleKind.MemoryFile })
        {
            using MapSample sample = new(kind, new byte[3 * Data.PageSize]);
            sample.Map.Protect(MapProtection.Read, 2L * Data.PageSize);
            Check(sample.Map, size);
        }
    }

    private static void Check(MemoryMap map, int size)
    {
        // The address, not the offset, must be a multiple.
        long offset = 64 + (long)((8 - ((map.Address + 64) % 8)) % 8);
        bool isOver = false;
        Thread writer = new(() =>
        {
            for (int i = 0; i < Rounds && !Volatile.Read(ref isOver); i++)
            {
                long value = i % 2 == 0 ? 0 : -1;
                switch (size)
                {
                    case 2:
                        map.WriteInt16(offset, (short)value);
                        break;
                    case 4:
                        map.WriteInt32(offset, (int)value);
                        break;
                    default:
                        map.WriteInt64(offset, value);
                        break;
                }
            }

            Volatile.Write(ref isOver, true);
        });
        writer.Start();
        long torn = 0;
        while (!Volatile.Read(ref isOver) && torn == 0)
        {
            long seen = size switch
            {
                2 => map.ReadInt16(offset),
                4 => map.ReadInt32(offset),
                _ => map.ReadInt64(offset),
            };
            torn = seen is 0 or -1 ? 0 : seen;
        }

        Volatile.Write(ref isOver, true);
        writer.Join();
        Assert.Equal(0, torn);
    }
}
