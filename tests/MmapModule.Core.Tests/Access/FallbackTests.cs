using System.Collections.Generic;
using MmapModule.Platform.Linux.Access;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Where a sandbox forbids process_vm_readv, everything must work in the other way.</summary>
[OnlyOn("Linux", "turns off what the kernel of Linux offers")]
[Collection(AloneGroup.Name)]
public sealed class FallbackTests
{
    [Fact]
    public void The_engine_passes_its_tests_with_the_fallback_too()
    {
        if (ChildRun.IsChild)
        {
            Assert.True(FaultProofCopy.IsFallback);
            return;
        }

        Needs.Kernel("copies that stop at a bad page");
        ChildRun.Passed(ChildRun.Run(
            [],
            new Dictionary<string, string> { [FaultProofCopy.ForceFallbackVariable] = "1" },
            Classes(
                nameof(FallbackTests), nameof(CopierChoiceTests), nameof(TruncatedReadTests), nameof(FullFileSystemTests),
                nameof(RemovePartTests), nameof(ProtectionTests), nameof(NumberTests), nameof(SearchTests), nameof(StreamUseTests))));
    }

    internal static string[] Classes(params string[] names)
    {
        List<string> filter = [];
        foreach (string name in names)
        {
            filter.Add("-class");
            filter.Add("MmapModule.Tests." + name);
        }

        return [.. filter];
    }
}
