using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Maps that are collected while somebody uses them.</summary>
[Collection(AloneGroup.Name)]
public sealed class CollectorRaceTests
{
    [Fact]
    public void A_map_is_not_collected_in_the_middle_of_a_copy()
    {
        byte[] content = Data.Random(1 << 20);
        using TempFile file = new(content);
        using CancellationTokenSource end = new();
        Thread collector = new(() =>
        {
            while (!end.IsCancellationRequested)
            {
                GC.Collect();
                Thread.Sleep(1);
            }
        });
        collector.Start();
        for (int round = 0; round < 100; round++)
        {
            Assert.Equal(content.Length, ReadAndForget(file.Path));
        }

        end.Cancel();
        collector.Join();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.False(ProcMaps.Shows(file.Path));
    }

    /// <summary>Nothing refers to the map but the running call itself.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ReadAndForget(string path) => MemoryMap.OpenFile(path, new() { IsPrivate = true }).Read().Length;
}
