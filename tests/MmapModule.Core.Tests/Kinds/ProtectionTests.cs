using System;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The protection that maps are made with.</summary>
public sealed class ProtectionTests
{
    private const MapProtection WriteExecute = MapProtection.Write | MapProtection.Execute;

    [Theory]
    [MemberData(nameof(Combinations))]
    [OnlyOn("Linux", "compares with /proc/self/maps")]
    public void The_kernel_shows_the_protection_that_was_asked_for(MapProtection protection, bool isPrivate, bool isFile)
    {
        using TempFile file = new(Data.Random(5_000));
        MemoryMapOptions options = new() { Size = 5_000, Protection = protection, IsPrivate = isPrivate };
        using MemoryMap map = isFile ? MemoryMap.OpenFile(file.Path, options) : MemoryMap.CreateAnonymous(options);

        string expected = string.Concat(
            protection.HasFlag(MapProtection.Read) ? "r" : "-",
            protection.HasFlag(MapProtection.Write) ? "w" : "-",
            protection.HasFlag(MapProtection.Execute) ? "x" : "-",
            isPrivate ? "p" : "s");
        Assert.Equal(expected, ProcMaps.At(map)!.Permissions);
        Assert.Equal(protection, map.Protection);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void What_the_protection_forbids_is_an_error_and_what_it_allows_works(MapProtection protection, bool isPrivate, bool isFile)
    {
        byte[] content = isFile ? Data.Random(5_000) : new byte[5_000];
        using TempFile file = new(content);
        MemoryMapOptions options = new() { Size = 5_000, Protection = protection, IsPrivate = isPrivate };
        using MemoryMap map = isFile ? MemoryMap.OpenFile(file.Path, options) : MemoryMap.CreateAnonymous(options);

        if (protection.HasFlag(MapProtection.Read))
        {
            Assert.Equal(content, map.Read());
        }
        else
        {
            MmapException error = Expect.Failure(MmapErrorKind.RegionProtected, () => map.Read(7, 3));
            Assert.Equal((7, 3, false), (error.Offset, error.Length, error.IsWrite));
            Expect.Failure(MmapErrorKind.RegionProtected, () => map.Search([1]));
        }

        if (protection.HasFlag(MapProtection.Write))
        {
            map.Write(4_000, [9, 8, 7]);
            Assert.Equal(isFile && !isPrivate ? [9, 8, 7] : content[4_000..4_003], file.Read()[4_000..4_003]);
        }
        else
        {
            MmapException error = Expect.Failure(MmapErrorKind.RegionProtected, () => map.Write(7, [1]));
            Assert.Equal((7, 1, true, 0), (error.Offset, error.Length, error.IsWrite, error.BytesTransferred));
            Assert.Equal(content, file.Read());
        }
    }

    [Fact]
    public void Accessing_nothing_is_allowed_whatever_the_protection()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 10, Protection = MapProtection.None });
        map.Write(5, []);

        Assert.Empty(map.Read(10));
        Assert.Empty(map.Read(3, 0));
    }

    public static TheoryData<MapProtection, bool, bool> Combinations()
    {
        TheoryData<MapProtection, bool, bool> data = [];
        foreach (MapProtection protection in new[]
        {
            MapProtection.None, MapProtection.Read, MapProtection.Write, MapProtection.ReadWrite, MapProtection.Execute,
            MapProtection.ReadExecute, WriteExecute, MapProtection.ReadWriteExecute,
        })
        {
            foreach (bool isPrivate in new[] { false, true })
            {
                data.Add(protection, isPrivate, true);
                data.Add(protection, isPrivate, false);
            }
        }

        return data;
    }
}
