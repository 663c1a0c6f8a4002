using System;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What file systems can say of a file and .NET cannot.</summary>
public sealed class OddMetadataTests
{
    [Theory]
    [InlineData("@300000000000")]
    [InlineData("@-300000000000")]
    public void A_date_that_dotnet_does_not_know_harms_nobody(string date)
    {
        using SharedName name = new();
        MemoryMap.OpenSharedMemory(name.Value, SharedMemoryMode.Create, new() { Size = 10 }).Dispose();
        Assert.SkipUnless(ProcessRunner.Run("touch", "-d", date, "/dev/shm/" + name.Value).Succeeded, "touch cannot set such a date here");

        SharedMemoryInfo info = Assert.Single(SharedMemoryCatalog.Describe([name.Value]));
        using MemoryMap map = MemoryMap.OpenSharedMemory(name.Value);

        Assert.Equal(10, info.Size);
        Assert.True(info.LastWriteTime?.Year is > 9990 or < 10);
        Assert.Equal(10, map.Length);
    }

    [Fact]
    [OnlyOn("Linux", "uses names that Windows does not have")]
    public void A_carriage_return_in_the_name_of_a_mapped_file_does_not_hide_the_protection_of_pages()
    {
        using TempFolder folder = new();
        string path = folder.Write("odd\rname", new byte[8192]);
        using MemoryMap odd = MemoryMap.OpenFile(path);
        using MemoryMap map = MemoryMap.OpenFile(path, new() { Protection = MapProtection.Read });

        // The refusal makes the map look at what the kernel has made of its pages.
        Expect.Failure(MmapErrorKind.AccessDenied, () => map.Protect(MapProtection.ReadWrite));

        Assert.Equal(MapProtection.Read, map.Protection);
    }

    [Theory]
    [InlineData("with\nline end")]
    [InlineData("with\\012 in it")]
    [InlineData("ends (deleted)")]
    [OnlyOn("Linux", "uses names that Windows does not have")]
    public void A_mapped_file_has_its_real_name(string name)
    {
        using TempFolder folder = new();
        string path = folder.Write(name, new byte[4096]);
        using MemoryMap map = MemoryMap.OpenFile(path);

        Assert.Contains(ProcessMemory.Read(Environment.ProcessId), mapping => mapping.Path == path);
        Assert.Equal(path, map.Path);
    }
}
