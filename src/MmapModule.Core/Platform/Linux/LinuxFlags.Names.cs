using MmapModule.Interop.Linux;

namespace MmapModule.Platform.Linux;

/// <content>Advice and seals: what the kernel calls the names of the engine.</content>
internal static partial class LinuxFlags
{
    private static readonly (MapSeals Seal, int Number)[] s_seals =
    [
        (MapSeals.Seal, FileConstants.F_SEAL_SEAL),
        (MapSeals.Shrink, FileConstants.F_SEAL_SHRINK),
        (MapSeals.Grow, FileConstants.F_SEAL_GROW),
        (MapSeals.Write, FileConstants.F_SEAL_WRITE),
        (MapSeals.FutureWrite, FileConstants.F_SEAL_FUTURE_WRITE),
    ];

    /// <summary>The number that madvise(2) has for some advice. A number without a name goes to the kernel as it is, which refuses it.</summary>
    internal static int Advice(MapAdvice advice) => advice switch
    {
        MapAdvice.Normal => MMapConstants.MADV_NORMAL,
        MapAdvice.Random => MMapConstants.MADV_RANDOM,
        MapAdvice.Sequential => MMapConstants.MADV_SEQUENTIAL,
        MapAdvice.WillNeed => MMapConstants.MADV_WILLNEED,
        MapAdvice.DontNeed => MMapConstants.MADV_DONTNEED,
        MapAdvice.Free => MMapConstants.MADV_FREE,
        MapAdvice.Remove => MMapConstants.MADV_REMOVE,
        MapAdvice.DontFork => MMapConstants.MADV_DONTFORK,
        MapAdvice.DoFork => MMapConstants.MADV_DOFORK,
        MapAdvice.Mergeable => MMapConstants.MADV_MERGEABLE,
        MapAdvice.Unmergeable => MMapConstants.MADV_UNMERGEABLE,
        MapAdvice.HugePage => MMapConstants.MADV_HUGEPAGE,
        MapAdvice.NoHugePage => MMapConstants.MADV_NOHUGEPAGE,
        MapAdvice.DontDump => MMapConstants.MADV_DONTDUMP,
        MapAdvice.DoDump => MMapConstants.MADV_DODUMP,
        MapAdvice.WipeOnFork => MMapConstants.MADV_WIPEONFORK,
        MapAdvice.KeepOnFork => MMapConstants.MADV_KEEPONFORK,
        MapAdvice.Cold => MMapConstants.MADV_COLD,
        MapAdvice.PageOut => MMapConstants.MADV_PAGEOUT,
        MapAdvice.PopulateRead => MMapConstants.MADV_POPULATE_READ,
        MapAdvice.PopulateWrite => MMapConstants.MADV_POPULATE_WRITE,
        MapAdvice.DontNeedLocked => MMapConstants.MADV_DONTNEED_LOCKED,
        MapAdvice.Collapse => MMapConstants.MADV_COLLAPSE,
        MapAdvice.HwPoison => MMapConstants.MADV_HWPOISON,
        MapAdvice.SoftOffline => MMapConstants.MADV_SOFT_OFFLINE,
        MapAdvice.GuardInstall => MMapConstants.MADV_GUARD_INSTALL,
        MapAdvice.GuardRemove => MMapConstants.MADV_GUARD_REMOVE,
        _ => (int)advice,
    };

    /// <summary>The numbers of seals for fcntl(2).</summary>
    internal static int Seals(MapSeals seals)
    {
        int value = 0;
        foreach ((MapSeals seal, int number) in s_seals)
        {
            value |= seals.HasFlag(seal) ? number : 0;
        }

        return value;
    }

    /// <summary>The seals that a number of the kernel means; those without a name do not count.</summary>
    internal static MapSeals Seals(int value)
    {
        MapSeals seals = MapSeals.None;
        foreach ((MapSeals seal, int number) in s_seals)
        {
            seals |= (value & number) != 0 ? seal : MapSeals.None;
        }

        return seals;
    }
}
