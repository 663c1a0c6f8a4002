using System.Collections.Generic;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The list of open maps.</summary>
[Collection(AloneGroup.Name)]
public sealed class MapRegistryTests
{
    [Fact]
    public void An_open_map_is_found_by_its_id_until_it_is_removed()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 10 });
        Assert.Same(map, MapRegistry.Find(map.Id));
        Assert.Contains(map, MapRegistry.GetAll());
        map.Dispose();

        Assert.Null(MapRegistry.Find(map.Id));
        Assert.DoesNotContain(map, MapRegistry.GetAll());
    }

    [Fact]
    public void The_list_is_in_the_order_of_creation_and_ids_are_never_used_again()
    {
        List<int> created = [];
        List<MemoryMap> maps = [];
        for (int index = 0; index < 50; index++)
        {
            maps.Add(MemoryMap.CreateAnonymous(new() { Size = 10 }));
            created.Add(maps[^1].Id);
        }

        List<int> listed = [];
        foreach (MemoryMap map in MapRegistry.GetAll())
        {
            listed.Add(map.Id);
        }

        Assert.Equal(created, listed.FindAll(created.Contains));
        Assert.Equal(listed.Count, new HashSet<int>(listed).Count);
        maps.ForEach(static map => map.Dispose());
        using MemoryMap next = MemoryMap.CreateAnonymous(new() { Size = 10 });
        Assert.True(next.Id > created[^1]);
    }

    [Fact]
    [OnlyOn("Linux", "about seals of memfd_create(2)")]
    public void A_map_that_could_not_be_made_is_not_listed()
    {
        int before = MapRegistry.GetAll().Count;
        Expect.Failure(MmapErrorKind.SealBusy, static () => MemoryMap.CreateMemoryFile(new() { Size = 10, Seals = MapSeals.Write }));
        Expect.Failure(MmapErrorKind.NotMappable, static () => MemoryMap.OpenFile("/proc/cpuinfo"));

        Assert.Equal(before, MapRegistry.GetAll().Count);
    }

    [Fact]
    public void CloseAll_closes_every_map()
    {
        MemoryMap[] maps =
        [
            MemoryMap.CreateAnonymous(new() { Size = 10 }),
            MemoryMap.CreateMemoryFile(new() { Size = 0 }),
            MemoryMap.CreateMemoryFile(new() { Size = 10 }),
        ];
        MapRegistry.CloseAll();

        Assert.All(maps, static map => Assert.Equal(MapState.Closed, map.State));
        Assert.Empty(MapRegistry.GetAll());
        MapRegistry.CloseAll();
    }

    [Fact]
    public void Many_threads_may_create_list_and_remove()
    {
        Parallel.For(0, 500, static index =>
        {
            using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 10 + index });
            Assert.Same(map, MapRegistry.Find(map.Id));
            Assert.Contains(map, MapRegistry.GetAll());
        });

        Assert.Empty(MapRegistry.GetAll());
    }

    [Fact]
    public void An_unknown_id_is_nothing()
    {
        Assert.Null(MapRegistry.Find(int.MaxValue));
        Assert.Null(MapRegistry.Find(-1));
    }
}
