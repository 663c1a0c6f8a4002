using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The last descriptors are not for maps, and maps that nobody has any more do not use them up.</summary>
[Collection(AloneGroup.Name)]
public sealed class DescriptorLimitTests
{
    private const int Limit = 300;

    /// <summary>What is kept for the shell: 64, without those that this test itself opens meanwhile.</summary>
    private const int Kept = 56;

    [Fact]
    public void The_last_descriptors_are_left_to_others_and_forgotten_maps_do_not_count()
    {
        if (!ChildRun.IsChild)
        {
            Dictionary<string, string> environment = new() { ["DOTNET_EnableWriteXorExecute"] = "0" };
            ChildRun.Passed(ChildRun.Run(["prlimit", FormattableString.Invariant($"--nofile={Limit}:{Limit}")], environment, "-class", typeof(DescriptorLimitTests).FullName!));
            return;
        }

        using TempFile file = new(new byte[10]);
        for (int i = 0; i < 3 * Limit; i++)
        {
            Forget(file.Path);
        }

        List<IDisposable> maps = [];
        Expect.Failure(MmapErrorKind.FileDescriptorLimit, () =>
        {
            while (true)
            {
                maps.Add(MemoryMap.OpenFile(file.Path));
            }
        });
        List<SafeFileHandle> others = [];
        try
        {
            for (int i = 0; i < Kept; i++)
            {
                others.Add(File.OpenHandle(file.Path));
            }
        }
        finally
        {
            others.ForEach(static other => other.Dispose());
            maps.ForEach(static map => map.Dispose());
        }

        MemoryMap.OpenFile(file.Path).Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(string path) => _ = MemoryMap.OpenFile(path).ReadByte(0);
}
