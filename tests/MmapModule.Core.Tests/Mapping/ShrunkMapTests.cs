using System;
using MmapModule.Atomics;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Between the look at a range and its use another thread can make the map shorter. So it is looked at again inside the gate.</summary>
public sealed class ShrunkMapTests
{
    private const int Step = 4 * 1024 * 1024;

    /// <summary>Where the map ends after it was made shorter; its file stays as long as it was.</summary>
    private const int Left = 4096;

    private const int Whole = 4 * 4096;

    [Fact]
    public void A_long_read_ends_where_the_map_ends_now()
    {
        using TempFile file = new(Data.Filled(3 * Step, 7));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        byte[] bytes = new byte[3 * Step];
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.CopyOut(0, bytes, (_, _) => map.Resize(Step)));

        Assert.Equal(7, bytes[Step - 1]);
        Assert.Equal(0, bytes[Step]);
    }

    [Fact]
    public void A_long_write_ends_where_the_map_ends_now()
    {
        using TempFile file = new(Data.Filled(3 * Step, 7));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        byte[] bytes = Data.Filled(3 * Step, 8);
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => map.CopyIn(0, bytes, (_, _) => map.Resize(Step)));

        byte[] left = file.Read();
        Assert.Equal(8, left[Step - 1]);
        Assert.Equal(Step, left.AsSpan().IndexOf((byte)7));
        Assert.Equal(-1, left.AsSpan(Step).IndexOfAnyExcept((byte)7));
    }

    [Theory]
    [InlineData("read")]
    [InlineData("write")]
    [InlineData("patch")]
    [InlineData("atomic")]
    [InlineData("punch")]
    [InlineData("check")]
    [InlineData("wait")]
    public void What_has_been_found_inside_before_is_refused_when_it_is_outside(string use)
    {
        using TempFile file = new(Data.Filled(Whole, 7));
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        MapRange range = map.Resolve(2 * 4096, 4096);
        map.Resize(Left);
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => Use(map, use, range));

        Assert.Equal(-1, file.Read().AsSpan().IndexOfAnyExcept((byte)7));
    }

    private static void Use(MemoryMap map, string use, MapRange range)
    {
        switch (use)
        {
            case "read":
                map.CopyOut(range.Offset, new byte[range.Length]);
                break;
            case "write":
                map.CopyIn(range.Offset, new byte[range.Length]);
                break;
            case "patch":
                map.Patch(range.Offset, HexPattern.Parse("00 ?? 00"));
                break;
            case "atomic":
                _ = map.Update(range.Offset, AtomicOperation.Exchange, MappedValueType.Int32, 0);
                break;
            case "punch":
                map.Punch(range);
                break;
            case "check":
                map.CheckAccessible(range, isWrite: true);
                break;
            default:
                _ = map.AwaitValue(range with { Length = sizeof(int) }, MappedValueType.Int32, WaitCondition.Equal, 0, bigEndian: false, timeout: 1, default);
                break;
        }
    }
}
