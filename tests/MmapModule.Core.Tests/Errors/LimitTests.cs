using System;
using System.Collections.Generic;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Limits of the whole process, each met in a process of its own.</summary>
[OnlyOn("Linux", "sets the limits of a shell")]
[Collection(AloneGroup.Name)]
public sealed class LimitTests
{
    [Fact]
    public void EMFILE_as_many_files_as_the_process_may_open_end_in_FileDescriptorLimit()
    {
        InChild(nameof(EMFILE_as_many_files_as_the_process_may_open_end_in_FileDescriptorLimit), "--nofile=300:300", static () =>
        {
            List<MemoryMap> maps = [];
            MmapException error = Expect.Failure(MmapErrorKind.FileDescriptorLimit, () =>
            {
                while (true)
                {
                    maps.Add(MemoryMap.OpenFile("/bin/sh"));
                }
            });
            MmapException memoryFile = Expect.Failure(MmapErrorKind.FileDescriptorLimit, static () => MemoryMap.CreateMemoryFile(new() { Size = 1 }));
            maps.ForEach(static map => map.Dispose());

            Assert.Equal(("EMFILE", "EMFILE"), (error.ErrnoName, memoryFile.ErrnoName));
            Assert.Contains("300", error.Message, StringComparison.Ordinal);
            Assert.InRange(maps.Count, 50, 300);
        });
    }

    [Fact]
    public void ENOMEM_an_address_space_with_a_limit_says_the_limit()
    {
        InChild(nameof(ENOMEM_an_address_space_with_a_limit_says_the_limit), "--as=400000000000:400000000000", static () =>
        {
            MmapException error = Expect.Failure(
                MmapErrorKind.OutOfMemory,
                static () => MemoryMap.CreateAnonymous(new() { Size = 390_000_000_000, Flags = MapFlags.NoReserve }));

            Assert.Contains("RLIMIT_AS is 400000000000", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void EFBIG_a_file_size_with_a_limit_is_an_error_and_not_the_signal_that_kills()
    {
        InChild(nameof(EFBIG_a_file_size_with_a_limit_is_an_error_and_not_the_signal_that_kills), "--fsize=1000000:1000000", static () =>
        {
            using TempFile file = new(new byte[10]);
            Expect.Failure(MmapErrorKind.RangeOverflow, () => MemoryMap.OpenFile(file.Path, new() { Size = 2_000_000 }));
            Expect.Failure(MmapErrorKind.RangeOverflow, () => MemoryMap.OpenFile(file.Path, new() { Size = 2_000_000, Sparse = true }));
            Assert.Equal(10, file.Length);
        });
    }

    private static void InChild(string test, string limit, Action body)
    {
        if (ChildRun.IsChild)
        {
            body();
            return;
        }

        // The runtime itself would use a file that is larger than some of these limits.
        Dictionary<string, string> environment = new() { ["DOTNET_EnableWriteXorExecute"] = "0" };
        ChildRun.Passed(ChildRun.Run(["prlimit", limit], environment, "-method", "MmapModule.Tests." + nameof(LimitTests) + "." + test));
    }
}
