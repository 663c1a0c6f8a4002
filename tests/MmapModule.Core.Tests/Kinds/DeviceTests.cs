using System;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Maps of devices.</summary>
[OnlyOn("Linux", "maps devices below /dev")]
public sealed class DeviceTests
{
    [Fact]
    public void The_zero_device_is_mapped_as_far_as_asked()
    {
        using MemoryMap map = MemoryMap.OpenFile("/dev/zero", new() { Offset = 100, Length = 10_000, Protection = MapProtection.ReadWrite });
        map.WriteInt32(9_996, 5);

        Assert.Equal(5, map.ReadInt32(9_996));
        Assert.Equal(10_000, map.Length);
        Assert.Null(map.FileLength);
        Assert.Equal(MapState.Open, map.State);
        Assert.True(map.GetHealth().IsHealthy);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData(100L, true)]
    public void A_device_without_a_length_must_be_given_one(long? length, bool fromEnd)
    {
        MmapException error = Expect.Failure(
            MmapErrorKind.InvalidArgument,
            () => MemoryMap.OpenFile("/dev/zero", new() { Length = length, FromEnd = fromEnd }));
        Assert.Contains("Length", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_beyond_what_a_device_can_have_is_an_error()
    {
        Expect.Failure(MmapErrorKind.RangeOverflow, static () => MemoryMap.OpenFile("/dev/zero", new() { Offset = long.MaxValue - 10, Length = 10 }));
        Expect.Failure(MmapErrorKind.RangeOverflow, static () => MemoryMap.OpenFile("/dev/zero", new() { Offset = 100, Length = long.MaxValue }));
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/urandom")]
    [InlineData("/dev/full")]
    [InlineData("/dev/ptmx")]
    public void A_device_that_cannot_be_mapped_says_so(string path)
    {
        MmapException error = Expect.Failure(MmapErrorKind.NotMappable, () => MemoryMap.OpenFile(path));
        Assert.Contains("character device", error.Message, StringComparison.Ordinal);
        Assert.Contains("Snapshot", error.RecommendedAction, StringComparison.Ordinal);
        Expect.Failure(MmapErrorKind.NotMappable, () => MemoryMap.OpenFile(path, new() { Length = 100 }));
    }
}
