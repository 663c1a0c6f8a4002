using System;
using MmapModule.Mapping;
using MmapModule.Platform;

namespace MmapModule.Access;

/// <summary>Copies from one map into another without a buffer between them. Whatever it cannot do is left to the copy with a buffer, which says what is wrong.</summary>
internal static class DirectTransfer
{
    /// <summary>Copies the bytes of a range, which do not overlap those that they go to.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="range">Which of them.</param>
    /// <param name="target">Where they go to.</param>
    /// <param name="position">Where in it.</param>
    /// <returns>How many bytes were copied; less than requested means nothing but that the rest has to be done otherwise.</returns>
    internal static long Copy(LiveMapping source, MapRange range, LiveMapping target, long position)
    {
        // Always in the same order, and once if it is the same one: whoever wants to change a mapping keeps new users out.
        (LiveMapping first, LiveMapping second) = source.Id <= target.Id ? (source, target) : (target, source);
        if (!first.Handle.Gate.TryEnter())
        {
            return 0;
        }

        bool isInSecond = first == second || second.Handle.Gate.TryEnter();
        try
        {
            return isInSecond ? CopyInside(source, range, target, range with { Offset = position }) : 0;
        }
        finally
        {
            if (isInSecond && first != second)
            {
                second.Handle.Gate.Exit();
            }

            first.Handle.Gate.Exit();
        }
    }

    // SAFETY: the gates keep the pages of both mapped; the ranges have been checked inside them.
    private static unsafe long CopyInside(LiveMapping source, MapRange range, LiveMapping target, MapRange place)
    {
        if (!IsMemory(source) || !IsMemory(target) || !Allows(source, range, MapProtection.Read) || !Allows(target, place, MapProtection.Write))
        {
            return 0;
        }

        nint destination = target.AddressOf(place.Offset);
        MappedPlace from = source.PlaceOf(range.Offset);
        long copied = source.Copier is DirectCopier
            ? target.Copier.CopyTo(destination, (byte*)from.Address, range.Length)
            : source.Copier.CopyBetween(destination, from, range.Length);
        long had = source.File.Within(range with { Length = copied }, isWrite: false);
        return target.File.Within(place with { Length = had }, isWrite: true);
    }

    /// <summary>Registers of devices are copied in their own way.</summary>
    private static bool IsMemory(LiveMapping mapping) => mapping.Backing is not { NeedsProcessorCopy: true };

    private static bool Allows(LiveMapping mapping, MapRange range, MapProtection needed) =>
        mapping.Allows(needed) && MapRange.IsInside(range.Offset, range.Length, mapping.Length);
}
