using System;
using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule.Access;

/// <summary>Says why an access to a mapping stopped early, and whether it is worth another attempt.</summary>
internal sealed class AccessFaults
{
    private const int TransientFaultAttempts = 100;
    private static readonly TimeSpan s_justNow = TimeSpan.FromSeconds(2);

    private readonly LiveMapping _mapping;

    internal AccessFaults(LiveMapping mapping) => _mapping = mapping;

    /// <summary>
    /// Throws what explains a short copy. A fault that nothing explains in a file that was changed a moment ago is most
    /// likely a truncation that is over already: such a copy is worth another attempt.
    /// </summary>
    internal void ThrowUnlessTransient(long mapOffset, long transferred, long requested, bool isWrite, int attempt, string? nativeCall)
    {
        MmapException error = Explain(mapOffset, transferred, requested, isWrite, nativeCall);
        bool isTransient = error.Kind == MmapErrorKind.RegionFault
            && attempt < TransientFaultAttempts
            && _mapping.Backing?.Type == BackingType.RegularFile
            && (DateTime.UtcNow - _mapping.Platform.Stat(_mapping.Backing).LastWriteTimeUtc).Duration() < s_justNow;
        if (!isTransient)
        {
            // The length of a file says whether it is truncated; nothing says so of a segment.
            _mapping.HasFaulted |= error.Kind == MmapErrorKind.RegionFault || (error.Kind == MmapErrorKind.RegionTruncated && _mapping.Segment is not null);
            throw error;
        }
    }

    /// <summary>The error for the first byte that could not be copied.</summary>
    internal MmapException Explain(long mapOffset, long transferred, long requested, bool isWrite, string? nativeCall) =>
        _mapping.Platform.ExplainFault(_mapping.Fault(new MapRange(mapOffset, requested)) with
        {
            NativeCall = nativeCall,
            Transferred = transferred,
            IsWrite = isWrite,
            Protection = _mapping.Protection,
        });

    /// <summary>A file that has its length again already lost the bytes in between, as if it had been truncated a moment later.</summary>
    internal void ThrowIfCut(MapRange range, string? nativeCall)
    {
        MmapException error = Explain(range.Offset, 0, range.Length, isWrite: true, nativeCall);
        if (error.Kind == MmapErrorKind.RegionTruncated)
        {
            throw error;
        }
    }
}
