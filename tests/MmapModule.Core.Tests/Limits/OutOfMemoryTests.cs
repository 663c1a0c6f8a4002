using System;
using System.Collections.Generic;
using MmapModule.Interop.Linux;
using MmapModule.Platform;
using MmapModule.Platform.Linux.Errors;
using MmapModule.Platform.Linux.Limits;
using Xunit;

namespace MmapModule.Tests;

/// <summary>ENOMEM has many causes; the error names the one, with the limit, the use and the need.</summary>
[OnlyOn("Linux", "explains ENOMEM")]
[Collection(AloneGroup.Name)]
public sealed class OutOfMemoryTests
{
    [Fact]
    public void Private_writable_memory_with_a_limit_says_the_limit()
    {
        if (!ChildRun.IsChild)
        {
            Dictionary<string, string> environment = new() { ["DOTNET_EnableWriteXorExecute"] = "0" };
            string method = "MmapModule.Tests." + nameof(OutOfMemoryTests) + "." + nameof(Private_writable_memory_with_a_limit_says_the_limit);
            ChildRun.Passed(ChildRun.Run(["prlimit", "--data=3000000000:3000000000"], environment, "-method", method));
            return;
        }

        MmapException error = Expect.Failure(
            MmapErrorKind.OutOfMemory,
            static () => MemoryMap.CreateAnonymous(new() { Size = 2_999_996_416, IsPrivate = true }));
        Assert.Contains("2999996416 bytes of private writable memory are needed", error.Message, StringComparison.Ordinal);
        Assert.Contains("the limit RLIMIT_DATA is 3000000000", error.Message, StringComparison.Ordinal);
        Assert.Contains("ulimit -d", error.RecommendedAction, StringComparison.Ordinal);

        // Shared memory is not private, so the limit does not count.
        MemoryMap.CreateAnonymous(new() { Size = 2_999_996_416, Flags = MapFlags.NoReserve }).Dispose();
    }

    [Fact]
    public void More_than_the_address_space_says_how_large_that_is()
    {
        MmapException error = Expect.Failure(
            MmapErrorKind.OutOfMemory,
            static () => MemoryMap.CreateAnonymous(new() { Size = 1L << 50, Flags = MapFlags.NoReserve }));

        Assert.Contains(FormattableString.Invariant($"{1L << 50} bytes of address space are needed"), error.Message, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"a process has {LinuxLimits.AddressSpace()}."), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_the_machine_has_says_how_much_that_is()
    {
        Assert.SkipUnless(LinuxLimits.Overcommit() == OvercommitMode.Heuristic, "vm.overcommit_memory is not 0");
        long length = LinuxLimits.TotalMemory() + (1L << 30);
        MmapException error = Expect.Failure(MmapErrorKind.OutOfMemory, () => MemoryMap.CreateAnonymous(new() { Size = length, IsPrivate = true }));

        Assert.Contains(FormattableString.Invariant($"{length} bytes of memory are needed"), error.Message, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"the machine has {LinuxLimits.TotalMemory()}"), error.Message, StringComparison.Ordinal);
        Assert.Contains("NoReserve", error.RecommendedAction, StringComparison.Ordinal);
        MemoryMap.CreateAnonymous(new() { Size = length, IsPrivate = true, Flags = MapFlags.NoReserve }).Dispose();
    }

    [Fact]
    public void Too_many_open_files_of_the_system_say_the_limit()
    {
        MmapException error = LinuxErrors.Translate(Errno.ENFILE, new NativeFailure { Call = "open" });

        Expect.WellFormed(MmapErrorKind.FileDescriptorLimit, error);
        (long used, long limit) = LinuxLimits.SystemFiles();
        Assert.InRange(used, 1, limit);
        Assert.Contains(FormattableString.Invariant($"fs.file-max allows {limit};"), error.Message, StringComparison.Ordinal);
    }
}
