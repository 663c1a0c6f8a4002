using System;
using MmapModule.Platform;
using Xunit;

namespace MmapModule.Tests;

/// <summary>No bytes are lost when views are looked at, mapped again, or have no memory yet.</summary>
public sealed class WindowsOwnBytesTests
{
    private const int Unit = 64 * 1024;

    [Fact]
    [OnlyOn("Windows", "about views and sections")]
    public void Memory_that_cannot_be_written_any_more_is_copied_and_found()
    {
        using TempFile file = new([]);
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 4 * Unit, IsPrivate = true });
        map.WriteInt32(Unit + 5000, 77);
        map.Protect(MapProtection.Read);

        map.CopyTo(file.Path);

        Assert.Equal(77, BitConverter.ToInt32(file.Read(), Unit + 5000));
    }

    [Fact]
    [OnlyOn("Windows", "about views and sections")]
    public void Pages_without_memory_get_it_at_any_place_of_a_map_with_a_missing_part()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 4 * Unit, IsPrivate = true, Flags = MapFlags.NoReserve });

        map.RemovePart(16384, 16384);
        map.WriteInt32(40960, 77);
        map.WriteInt32(8192, 88);

        Assert.Equal((77, 88), (map.ReadInt32(40960), map.ReadInt32(8192)));
    }
}
