using System;
using MmapModule.Platform;

namespace MmapModule;

/// <summary>The errors about System V segments that no system call reports.</summary>
internal static class SegmentErrors
{
    private const MapFlags Known = MapFlags.Fixed | MapFlags.FixedNoReplace | MapFlags.Locked | MapFlags.Populate | MapFlags.NonBlock;

    /// <summary>Refuses what cannot be done with a segment.</summary>
    internal static void Check(MemoryMapOptions options)
    {
        if (options.Offset != 0 || options.Length is not null || options.FromEnd)
        {
            throw MapErrors.Invalid("A System V segment is always mapped as a whole.", $"Omit {Option.Offset}, {Option.Length} and {Option.FromEnd}; Select-MappedRegion creates views of parts.");
        }

        if (options.IsPrivate)
        {
            throw MapErrors.Invalid("A System V segment cannot be mapped privately (copy-on-write).", $"Omit {Option.Private}. To work on a copy, copy it into {Option.Anonymous} memory: Copy-MappedRegion.");
        }

        if (options.Sparse || options.NoClobber || options.HugePageSize is not null || options.Seals != MapSeals.None || (options.Flags & ~Known) != 0)
        {
            throw MapErrors.Invalid("This cannot be combined with a System V segment, whose pages come from the system.", $"Omit {Option.Sparse}, {Option.HugePageSize}, {Option.Seal}, and {Option.Flags} other than Fixed, FixedNoReplace, Locked, Populate and NonBlock.");
        }
    }

    internal static MmapException TooSmall(SharedSegment segment, long wanted) => MapErrors.Invalid(
        FormattableString.Invariant($"The segment {segment.Id} has {segment.Size} bytes, fewer than the {wanted} that are wanted, and no segment can grow."),
        $"Omit {Option.Size} to map it as it is, or remove it (Remove-SharedMemory) and create a larger one.");
}
