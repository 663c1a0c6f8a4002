using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using MmapModule.Access;
using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux.Access;

/// <summary>
/// Atomic instructions on pages that were found to be good a moment ago. A file that is truncated within the nanoseconds between
/// the look and the instruction still ends the process: the reason why <see cref="GuardedWord"/> is used where it can be.
/// </summary>
internal sealed unsafe class ProbedWord : AtomicWord
{
    private ProbedWord()
        : base(canCopy: false)
    {
    }

    internal static ProbedWord Instance { get; } = new();

    internal override string? NativeCall => "madvise";

    // SAFETY: the caller holds the gate, so the address is mapped; the page has just been populated for writing.
    internal override bool TryCompareExchange(nint address, uint expected, uint desired, out uint found)
    {
        found = 0;
        if (!IsGood(address))
        {
            return false;
        }

        found = Interlocked.CompareExchange(ref Unsafe.AsRef<uint>((void*)address), desired, expected);
        return true;
    }

    // SAFETY: as above.
    internal override bool TryCompareExchange(nint address, ulong expected, ulong desired, out ulong found)
    {
        found = 0;
        if (!IsGood(address))
        {
            return false;
        }

        found = Interlocked.CompareExchange(ref Unsafe.AsRef<ulong>((void*)address), desired, expected);
        return true;
    }

    // SAFETY: populating writes nothing; the fallback writes a word to itself in one atomic step, with a check.
    private static bool IsGood(nint address)
    {
        nint page = (nint)MapRange.AlignDown(address, Environment.SystemPageSize);
        if (Libc.madvise(page, (nuint)Environment.SystemPageSize, MMapConstants.MADV_POPULATE_WRITE) == 0)
        {
            return true;
        }

        // EINVAL: a kernel before 5.14, or pages of a device. Reading would not do: a page of a hole can be read on a full disk.
        return Marshal.GetLastPInvokeError() == Errno.EINVAL && Futex.CanWrite((nint)MapRange.AlignDown(address, sizeof(uint)));
    }
}
