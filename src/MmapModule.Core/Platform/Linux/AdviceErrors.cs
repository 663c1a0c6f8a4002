using System;

namespace MmapModule.Platform.Linux;

/// <summary>Words what madvise calls EINVAL: the advice does not suit the kind of map.</summary>
internal static class AdviceErrors
{
    internal static MmapException NotAccepted(MapAdvice advice, MapRequest map, long offset, long length)
    {
        string kind = (map.IsPrivate ? "private " : "shared ") + (map.Backing is null ? "anonymous memory" : "file map");
        (string why, string action) = advice switch
        {
            MapAdvice.Free or MapAdvice.WipeOnFork => ("it works with private anonymous memory only", "Use DontNeed, or map with -Anonymous -Private."),
            MapAdvice.Remove => ("it works with shared writable maps of files and shared memory only", "Use DontNeed for anonymous memory, or map the file with -Protection ReadWrite."),
            MapAdvice.Collapse => ("the range has no whole, aligned huge page, or this file system has none", "Give a range of at least one aligned huge page (2 MiB on most machines); see Get-MemoryLimit."),
            MapAdvice.GuardInstall or MapAdvice.GuardRemove => ("guard pages need Linux 6.13 (for files 6.15) and unlocked pages", "Unlock the range first, or use Set-MemoryMapProtection -Protection None."),
            MapAdvice.PopulateRead or MapAdvice.PopulateWrite => ("the protection forbids it, or the kernel is older than Linux 5.14", "Check the map's Protection."),
            MapAdvice.DontNeed => ("the range is locked into memory", "Use DontNeedLocked, or Unlock-MemoryMap first."),
            _ => ("this kernel does not have it, or was built without it", "See madvise(2) for the kernel it needs."),
        };
        return new MmapException(
            MmapErrorKind.InvalidArgument,
            FormattableString.Invariant($"The kernel does not accept the advice {advice} (-Advice) for this {kind}: {why}."),
            action)
        {
            Path = map.Backing?.Path,
            NativeCall = "madvise",
            ErrnoName = nameof(Interop.Linux.Errno.EINVAL),
            Offset = offset,
            Length = length,
        };
    }
}
