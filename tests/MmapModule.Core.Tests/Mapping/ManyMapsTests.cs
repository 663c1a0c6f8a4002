using System;
using System.Runtime.CompilerServices;
using Xunit;

namespace MmapModule.Tests;

/// <summary>However many maps there were, what they took comes back: mappings, descriptors and memory of the runtime.</summary>
[Collection(AloneGroup.Name)]
[Trait(LongRun.Trait, LongRun.Trust)]
public sealed class ManyMapsTests
{
    private static readonly int s_rounds = LongRun.Rounds(2_000, 100_000);

    /// <summary>The runtime maps and opens something now and then; what leaks would be in the thousands.</summary>
    private const int Tolerance = 100;
    private const long MemoryTolerance = 2L << 20;

    [Theory]
    [InlineData("removed")]
    [InlineData("forgotten")]
    [InlineData("failed")]
    [InlineData("region")]
    [OnlyOn("Linux", "reads /proc")]
    public void What_they_took_comes_back(string how)
    {
        using TempFile file = new(new byte[3 * Data.PageSize]);
        Make(how, file.Path, 50);
        (int Files, int Maps, long Memory) before = Count();

        Make(how, file.Path, s_rounds);

        (int Files, int Maps, long Memory) after = Count();
        Assert.InRange(after.Files, 0, before.Files + Tolerance);
        Assert.InRange(after.Maps, 0, before.Maps + Tolerance);
        Assert.InRange(after.Memory, 0, before.Memory + MemoryTolerance);
        Assert.Empty(MapRegistry.GetAll());
    }

    private static void Make(string how, string path, int count)
    {
        for (int i = 0; i < count; i++)
        {
            switch (how)
            {
                case "removed":
                    Open(path, i).Dispose();
                    break;
                case "forgotten":
                    Forget(path, i);
                    break;
                case "region":
                    Open(path, i).Slice(1).Map.Dispose();
                    break;
                default:
                    Assert.Throws<MmapException>(() => MemoryMap.OpenFile(path, new() { Offset = 4L * Data.PageSize }));
                    Assert.Throws<MmapException>(() => MemoryMap.CreateAnonymous(new() { Size = 1L << 60, Flags = MapFlags.NoReserve }));
                    break;
            }
        }
    }

    private static MemoryMap Open(string path, int i)
    {
        MemoryMap map = (i % 4) switch
        {
            0 => MemoryMap.OpenFile(path, new() { Offset = 100, Protection = MapProtection.ReadWrite }),
            1 => MemoryMap.OpenFile(path, new() { IsPrivate = true }),
            2 => MemoryMap.CreateMemoryFile(new() { Size = 100 }),
            _ => MemoryMap.CreateAnonymous(new() { Size = 3L * Data.PageSize }),
        };
        _ = map.ReadByte(0);
        return map;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(string path, int i) => _ = Open(path, i);

    private static (int Files, int Maps, long Memory) Count()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return (ProcFiles.Count(), ProcMaps.All().Count, GC.GetTotalMemory(forceFullCollection: true));
    }
}
