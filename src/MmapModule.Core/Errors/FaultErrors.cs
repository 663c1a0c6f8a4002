using System;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>The errors about pages that cannot be accessed.</summary>
internal static class FaultErrors
{
    /// <summary>The error for a copy that stopped early.</summary>
    /// <param name="fault">Where it stopped.</param>
    /// <param name="why">What is wrong, and what to do.</param>
    /// <param name="code">What the system calls an address that cannot be accessed.</param>
    internal static MmapException Stopped(FaultContext fault, (MmapErrorKind Kind, string Message, string Action) why, string code)
    {
        string progress = FormattableString.Invariant($" {(fault.IsWrite ? "Wrote" : "Read")} {fault.Transferred} of {fault.Requested} bytes.");
        return new MmapException(why.Kind, why.Message + progress, why.Action)
        {
            Path = fault.Backing?.Path,
            Offset = fault.MapOffset,
            Length = fault.Requested - fault.Transferred,
            BytesTransferred = fault.Transferred,
            IsWrite = fault.IsWrite,
            ErrnoName = code,
            NativeCall = fault.NativeCall,
        };
    }
}
