using System;
using System.Collections.Generic;
using System.Linq;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Limits;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Which features the kernel is reported to have.</summary>
[OnlyOn("Linux", "asks the kernel of Linux")]
[Collection(AloneGroup.Name)]
public sealed class KernelFeatureTests
{
    [Fact]
    public void The_names_are_unique_and_each_is_explained()
    {
        IReadOnlyList<KernelFeature> features = MemoryLimits.Read().Features;

        Assert.InRange(features.Count, 10, 30);
        Assert.Equal(features.Count, features.Select(static feature => feature.Name).Distinct().Count());
        Assert.All(features, static feature =>
        {
            Assert.True(Version.TryParse(feature.Since, out _), feature.Name);
            Assert.EndsWith(".", feature.Description, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void They_are_probed_once() => Assert.Same(MemoryLimits.Read().Features, MemoryLimits.Read().Features);

    [Theory]
    [InlineData("memfd_create")]
    [InlineData("MFD_NOEXEC_SEAL")]
    [InlineData("MADV_POPULATE_READ")]
    [InlineData("MADV_POPULATE_WRITE")]
    [InlineData("MADV_PAGEOUT")]
    [InlineData("MADV_GUARD_INSTALL")]
    [InlineData("MAP_FIXED_NOREPLACE")]
    [InlineData("MAP_DROPPABLE")]
    public void What_a_kernel_of_this_version_has_is_found(string name)
    {
        // These depend neither on the configuration of the kernel nor on what sandboxes usually forbid.
        KernelFeature feature = MemoryLimits.Read().Features.Single(feature => feature.Name == name);

        // Distributions bring features to older kernels too.
        Assert.True(feature.IsAvailable || Environment.OSVersion.Version < Version.Parse(feature.Since));
    }

    [Fact]
    public void What_no_kernel_has_is_not_found()
    {
        Assert.False(FeatureProbes.Refuses(4000, -1, Errno.EINVAL));
        Assert.False(FeatureProbes.Refuses(SyscallNumbers.Cachestat, -1, Errno.ENOSYS - 1));
        Assert.False(FeatureProbes.Advice(9999));
        Assert.False(FeatureProbes.MemFd(0x0080_0000));
    }

    [Fact]
    public void Probing_leaves_nothing_behind()
    {
        static void Probe()
        {
            _ = FeatureProbes.MemFd(0);
            _ = FeatureProbes.Droppable();
            _ = FeatureProbes.FixedNoReplace();
            _ = FeatureProbes.RefusesSealFlags();
            _ = FeatureProbes.Advice((int)MapAdvice.GuardInstall);
            _ = FeatureProbes.Refuses(FeatureConstants.SYS_memfd_secret, -1, Errno.EINVAL);
        }

        Probe();
        int files = ProcFiles.Count();
        long maps = LinuxLimits.MapCount();
        for (int i = 0; i < 500; i++)
        {
            Probe();
        }

        Assert.Equal(files, ProcFiles.Count());
        Assert.InRange(LinuxLimits.MapCount() - maps, -100, 100);
    }
}
