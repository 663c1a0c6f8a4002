using System.Collections.Generic;
using MmapModule.Access;
using MmapModule.Platform.Linux.Access;
using Xunit;

namespace MmapModule.Tests;

/// <summary>System calls that fail without a reason that a test could bring about: strace makes them fail.</summary>
[OnlyOn("Linux", "lets system calls fail")]
[Collection(AloneGroup.Name)]
public sealed class InjectedFailureTests
{
    [Fact]
    public void A_probe_that_lacked_memory_is_made_again()
    {
        InChild(nameof(A_probe_that_lacked_memory_is_made_again), "process_vm_readv:error=ENOMEM:when=1", static () =>
        {
            _ = FaultProofCopy.System;
            Assert.IsType<GuardedCopier>(FaultProofCopy.System);
        });
    }

    [Fact]
    public void A_page_that_never_comes_is_an_error_in_the_end()
    {
        InChild(nameof(A_page_that_never_comes_is_an_error_in_the_end), "process_vm_readv:error=EFAULT:when=3+", static () =>
        {
            using TempFile file = new(new byte[100]);
            using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { IsPrivate = true });

            // A file that somebody writes all the time might be about to have the page.
            using System.Threading.Timer writer = new(_ => System.IO.File.SetLastWriteTimeUtc(file.Path, System.DateTime.UtcNow), null, 0, 100);

            // The first calls work, so that the copier is chosen.
            Expect.Failure(MmapErrorKind.RegionFault, () =>
            {
                for (int i = 0; i < 10; i++)
                {
                    _ = map.Read();
                }
            });
        });
    }

    private static void InChild(string test, string failure, System.Action body)
    {
        if (ChildRun.IsChild)
        {
            body();
            return;
        }

        Needs.Kernel("calls are made to fail");
        // Without the guarded code, the kernel copies.
        string[] tracer = ["strace", "-f", "-qq", "-e", "trace=process_vm_readv", "-e", "inject=" + failure, "-e", "signal=none", "-o", "/dev/null"];
        ChildRun.Passed(ChildRun.Run(tracer, new Dictionary<string, string> { [AtomicWord.ForceProbeVariable] = "1" }, "-method", typeof(InjectedFailureTests).FullName + "." + test));
    }
}
