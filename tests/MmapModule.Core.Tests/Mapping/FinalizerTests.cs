using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Maps that nothing refers to any more.</summary>
public sealed class FinalizerTests
{
    [Fact]
    public void A_forgotten_map_is_unmapped_and_its_file_closed()
    {
        using TempFile file = new(new byte[10_000]);
        int id = Forget(file.Path);

        Assert.True(Collect(() => !ProcMaps.Shows(file.Path) && ProcFiles.OpenOn(file.Path).Count == 0));
        Assert.Null(MapRegistry.Find(id));
        Assert.DoesNotContain(MapRegistry.GetAll(), map => map.Id == id);
    }

    [Fact]
    public void A_forgotten_empty_map_leaves_the_list_too()
    {
        using TempFile file = new([]);
        int id = Forget(file.Path);

        Assert.True(Collect(() => ProcFiles.OpenOn(file.Path).Count == 0 && MapRegistry.Find(id) is null));
        Assert.DoesNotContain(MapRegistry.GetAll(), map => map.Id == id);
    }

    [Fact]
    public void A_region_keeps_its_map_alive()
    {
        using TempFile file = new([1, 2, 3]);
        MappedRegion region = RegionOf(file.Path);
        Collect(static () => false, attempts: 3);

        Assert.Equal(2, region.ReadByte(0));
        region.Map.Dispose();
    }

    [Fact]
    public void A_stream_keeps_its_map_alive()
    {
        using TempFile file = new([1, 2, 3]);
        Stream stream = StreamOf(file.Path);
        Collect(static () => false, attempts: 3);

        Assert.Equal(1, stream.ReadByte());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Forget(string path)
    {
        MemoryMap map = MemoryMap.OpenFile(path);
        _ = map.Read();
        Assert.Same(map, MapRegistry.Find(map.Id));
        return map.Id;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MappedRegion RegionOf(string path) => MemoryMap.OpenFile(path).Slice(1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Stream StreamOf(string path) => MemoryMap.OpenFile(path).AsStream();

    private static bool Collect(Func<bool> isDone, int attempts = 100)
    {
        for (int attempt = 0; attempt < attempts; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (isDone())
            {
                return true;
            }

            Thread.Sleep(10);
        }

        return false;
    }
}
