using System;
using System.Collections.Generic;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Proc;
using MmapModule.Platform.Linux.SystemV;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>Words what the calls for System V segments report and no other call does.</summary>
internal static class SegmentCallErrors
{
    private const string Settings = "/proc/sys/kernel/";

    internal static MmapException OutOfMemory(long size)
    {
        MmapException error = LinuxErrors.Translate(Errno.ENOMEM, new NativeFailure { Call = "shmget", Length = size });
        return new MmapException(error.Kind, error.Message, $"Give a smaller {Option.Size}, or close programs and remove segments that are not needed.")
        {
            ErrnoName = error.ErrnoName,
            NativeCall = error.NativeCall,
            Length = size,
        };
    }

    internal static MmapException TooLarge(long size) => SystemVErrors.Limit(Errno.EINVAL, "shmget", (
        FormattableString.Invariant($"A segment of {size} bytes is needed, and the system allows {Setting("shmmax")} bytes (kernel.shmmax)."),
        $"Give a smaller {Option.Size}, or raise the limit: sysctl kernel.shmmax."));

    /// <summary>There are as many segments, or as many pages in all of them, as the system allows.</summary>
    internal static MmapException NoMore(long size)
    {
        List<SystemVSegment> all = SystemVSegment.All();
        long most = Setting("shmmni");
        if (all.Count >= most)
        {
            return SystemVErrors.Limit(Errno.ENOSPC, "shmget", (
                FormattableString.Invariant($"One more segment is needed, and the system allows {most} (kernel.shmmni), of which there are {all.Count}."),
                $"Remove segments that nobody needs (Get-SharedMemory {Option.Kind} SystemV, Remove-SharedMemory), or raise the limit: sysctl kernel.shmmni."));
        }

        long used = 0;
        foreach (SystemVSegment segment in all)
        {
            used += MapRange.AlignUp(segment.Size, Environment.SystemPageSize);
        }

        return SystemVErrors.Limit(Errno.ENOSPC, "shmget", (
            FormattableString.Invariant($"{size} bytes are needed for a segment, and the segments of the system may have {Setting("shmall")} pages together (kernel.shmall), of which {used / Environment.SystemPageSize} are taken."),
            $"Remove segments that nobody needs (Get-SharedMemory {Option.Kind} SystemV, Remove-SharedMemory), give a smaller {Option.Size}, or raise the limit: sysctl kernel.shmall."));
    }

    /// <summary>The kernel has mapped something else than the size of the segment.</summary>
    internal static MmapException OtherLength(int id, long wanted, long mapped) => new(
        MmapErrorKind.NotMappable,
        FormattableString.Invariant($"The segment {id} has {wanted} bytes of whole pages, but the kernel maps {mapped}: it is made of huge pages, or somebody has truncated or extended it from outside."),
        "Create a segment of ordinary pages.")
    {
        NativeCall = "shmat",
    };

    private static long Setting(string name) => ProcNumbers.First(Settings + name) ?? 0;
}
