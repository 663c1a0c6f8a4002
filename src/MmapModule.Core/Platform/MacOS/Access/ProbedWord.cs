using System.Runtime.CompilerServices;
using System.Threading;
using MmapModule.Access;
using MmapModule.Platform.MacOS.Memory;

namespace MmapModule.Platform.MacOS.Access;

/// <summary>
/// Atomic instructions on pages that were found to be good a moment ago. A file that is truncated within the nanoseconds between
/// the look and the instruction still ends the process: that takes a signal handler to survive, and this platform installs none.
/// </summary>
internal sealed unsafe class ProbedWord : AtomicWord
{
    private ProbedWord()
        : base(canCopy: false)
    {
    }

    internal static ProbedWord Instance { get; } = new();

    internal override string? NativeCall => MachCopier.Instance.ReadCall;

    // SAFETY: the caller holds the gate, so the address is mapped; the page has just been read, and may be written.
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

    /// <summary>Whether a page can be read now, and its protection allows writing. A hole needs no space on the disk before it is written back.</summary>
    // SAFETY: the copier survives bad pages; the byte is a local variable.
    private static bool IsGood(nint address)
    {
        byte first;
        return MachCopier.Instance.CopyFrom(&first, MappedPlace.InMemory(address), 1) == 1
            && Regions.Read(address, 1) is [{ IsMapped: true } region]
            && region.Protection.HasFlag(MapProtection.Write);
    }
}
