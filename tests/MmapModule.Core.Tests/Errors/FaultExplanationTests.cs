using System;
using System.Runtime.InteropServices;
using MmapModule.Platform;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Why an access stopped short, as the error explains it.</summary>
public sealed class FaultExplanationTests
{
    [Fact]
    [OnlyOn("Linux", "explains faults as Linux reports them")]
    public void Behind_the_end_of_the_file_it_is_truncation_whatever_the_protection()
    {
        using TempFile file = new(new byte[100]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        MmapException error = Explain(new FaultContext
        {
            Backing = map.Backing,
            FileOffset = 100,
            MapOffset = 60,
            Requested = 50,
            Transferred = 20,
            IsWrite = true,
            Protection = MapProtection.None,
        });

        Expect.WellFormed(MmapErrorKind.RegionTruncated, error);
        Assert.Equal((60, 30, 20, true, "EFAULT", file.Path), (error.Offset, error.Length, error.BytesTransferred, error.IsWrite, error.ErrnoName, error.Path));
        Assert.Contains("Wrote 20 of 50 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, MapProtection.Write)]
    [InlineData(true, MapProtection.Read)]
    [OnlyOn("Linux", "explains faults as Linux reports them")]
    public void Where_the_protection_forbids_it_that_is_the_reason(bool isWrite, MapProtection protection)
    {
        using TempFile file = new(new byte[100]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        MmapException error = Explain(new FaultContext { Backing = map.Backing, FileOffset = 99, Requested = 1, IsWrite = isWrite, Protection = protection });

        Expect.WellFormed(MmapErrorKind.RegionProtected, error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Otherwise_it_is_an_io_error(bool isWrite)
    {
        using TempFile file = new(new byte[100]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        MmapException error = Explain(new FaultContext { Backing = map.Backing, FileOffset = 99, MapOffset = 99, Requested = 1, IsWrite = isWrite, Protection = MapProtection.ReadWrite });

        Expect.WellFormed(MmapErrorKind.RegionFault, error);
        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
        Expect.WellFormed(MmapErrorKind.RegionFault, Explain(new FaultContext { Requested = 1, IsWrite = isWrite, Protection = MapProtection.ReadWrite }));
    }

    [Fact]
    [OnlyOn("Linux", "explains faults as Linux reports them")]
    public void An_empty_pool_of_huge_pages_is_the_reason_for_a_fault_in_them()
    {
        MmapException error = Explain(new FaultContext { Requested = 1, IsWrite = true, Protection = MapProtection.ReadWrite, Flags = MapFlags.HugeTlb });

        Expect.WellFormed(MmapErrorKind.HugePagesUnavailable, error);
    }

    [Fact]
    public void Finding_the_reason_does_not_change_the_file()
    {
        using TempFile file = new(3 * Data.PageSize);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        Explain(new FaultContext { Backing = map.Backing, FileOffset = Data.PageSize, Requested = 1, IsWrite = true, Protection = MapProtection.ReadWrite });

        Assert.Equal(new byte[3 * Data.PageSize], file.Read());
    }

    [Theory]
    [InlineData(false, Architecture.X64)]
    [InlineData(true, Architecture.X86)]
    [InlineData(true, Architecture.Wasm)]
    public void Another_system_is_PlatformNotSupported(bool isLinux, Architecture architecture)
    {
        Expect.Failure(MmapErrorKind.PlatformNotSupported, () => MapPlatform.Select(isLinux, architecture).GetLength(null!));
    }

    [Fact]
    public void The_systems_that_are_supported_are_found()
    {
        Assert.Equal(Data.PageSize, MapPlatform.Select(true, Architecture.X64).PageSize);
        Assert.Equal(Data.PageSize, MapPlatform.Select(true, Architecture.Arm64).PageSize);
    }

    private static MmapException Explain(FaultContext fault) => MapPlatform.Current.ExplainFault(fault);
}
