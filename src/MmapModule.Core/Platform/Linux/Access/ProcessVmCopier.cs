using System;
using System.Runtime.InteropServices;
using MmapModule.Access;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Limits;

namespace MmapModule.Platform.Linux.Access;

/// <summary>process_vm_readv and process_vm_writev on our own process: a bad page is EFAULT instead of SIGBUS.</summary>
internal sealed unsafe class ProcessVmCopier : MemoryCopier
{
    private readonly int _processId = Environment.ProcessId;

    internal static ProcessVmCopier Instance { get; } = new();

    internal override string? ReadCall => "process_vm_readv";

    internal override string? WriteCall => "process_vm_writev";

    /// <summary>Whether this process may use the calls; a sandbox can forbid them. Null if that cannot be told now.</summary>
    // SAFETY: copies between two local variables.
    internal static bool? Probe()
    {
        if (!SeccompFilter.MayTry)
        {
            return false;
        }

        byte from = 0x5A;
        byte to = 0;
        byte back = 0;
        bool isAvailable = Instance.CopyFrom(&to, MappedPlace.InMemory((nint)(&from)), 1) == 1
            && to == from
            && Instance.CopyTo((nint)(&back), &from, 1) == 1
            && back == from;
        return isAvailable || Marshal.GetLastPInvokeError() is not Errno.ENOMEM ? isAvailable : null;
    }

    // SAFETY: see Move.
    internal override long CopyFrom(byte* destination, MappedPlace source, long count) => Move((nint)destination, source.Address, count, isWrite: false);

    // SAFETY: as above.
    internal override long CopyTo(nint destination, byte* source, long count) => Move((nint)source, destination, count, isWrite: true);

    // SAFETY: as above: the kernel checks both ranges.
    internal override long CopyBetween(nint destination, MappedPlace source, long count) => Move(destination, source.Address, count, isWrite: false);

    /// <summary>A short count is followed by another call, which says EFAULT if the next page is bad.</summary>
    private static bool Advance(nint copied, ref long done, ref int attempts)
    {
        if (copied > 0)
        {
            done += copied;
            attempts = 0;
            return true;
        }

        return copied < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR && ++attempts < Interrupted.Attempts;
    }

    // SAFETY: the kernel checks both ranges; ours is pinned by the caller, the mapped one may fail with EFAULT.
    private long Move(nint ours, nint mapped, long count, bool isWrite)
    {
        long done = 0;
        int attempts = 0;
        nint moved;
        do
        {
            IoVector local = new() { iov_base = ours + (nint)done, iov_len = (nuint)(count - done) };
            IoVector remote = new() { iov_base = mapped + (nint)done, iov_len = (nuint)(count - done) };
            moved = isWrite
                ? Libc.process_vm_writev(_processId, &local, 1, &remote, 1, 0)
                : Libc.process_vm_readv(_processId, &local, 1, &remote, 1, 0);
        }
        while (Advance(moved, ref done, ref attempts) && done < count);

        return done;
    }
}
