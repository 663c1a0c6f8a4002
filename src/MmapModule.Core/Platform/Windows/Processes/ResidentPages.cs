using System;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Processes;

/// <summary>What of a region is in the working set of its process, in bytes.</summary>
/// <param name="Rss">All of it.</param>
/// <param name="Pss">All of it, where a page that n processes have in their working sets counts as one n-th; Windows counts up to 7.</param>
/// <param name="Shared">What other processes have in their working sets too.</param>
/// <param name="Private">The rest.</param>
/// <param name="Locked">What is locked into memory.</param>
internal readonly record struct ResidentPages(long Rss, long Pss, long Shared, long Private, long Locked)
{
    public static ResidentPages operator +(ResidentPages left, ResidentPages right) => new(
        left.Rss + right.Rss,
        left.Pss + right.Pss,
        left.Shared + right.Shared,
        left.Private + right.Private,
        left.Locked + right.Locked);

    /// <summary>One page.</summary>
    /// <param name="attributes">As QueryWorkingSetEx describes it.</param>
    internal static ResidentPages Of(nuint attributes)
    {
        const int shareCountShift = 1;
        const int shareCountMask = 7;
        const int lockedBit = 22;
        if ((attributes & WorkingSetExInformation.Valid) == 0)
        {
            return default;
        }

        long size = Environment.SystemPageSize;
        bool isShared = (attributes & WorkingSetExInformation.Shared) != 0;
        long users = isShared ? Math.Max(1, (long)((attributes >> shareCountShift) & shareCountMask)) : 1;
        return new ResidentPages(size, size / users, users > 1 ? size : 0, users > 1 ? 0 : size, ((attributes >> lockedBit) & 1) != 0 ? size : 0);
    }
}
