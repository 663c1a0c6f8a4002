using System;
using System.Diagnostics;
using System.Threading.Tasks;

namespace MmapModule.Platform.Linux.Limits;

/// <summary>
/// Maps that nobody refers to any more still count against every limit until the collector finds them. So before a limit is
/// reported they are collected, and the call is made once more.
/// </summary>
internal static class ForgottenMaps
{
    /// <summary>A finalizer of other code may hang; that must not hang us.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Useless collections may take at most this share of the time, if a limit is hit again and again.</summary>
    private const int RestFactor = 4;

    private static readonly object s_lock = new();
    private static long s_lastDone = long.MinValue;
    private static long s_notBefore = long.MinValue;

    /// <summary>Closes maps that are forgotten.</summary>
    /// <returns>True if it is worth trying once more what has failed.</returns>
    internal static bool Release()
    {
        long asked = Stopwatch.GetTimestamp();
        lock (s_lock)
        {
            if (s_lastDone > asked)
            {
                // Another thread has just done it, after our call had failed.
                return true;
            }

            if (asked < s_notBefore)
            {
                return false;
            }

            int before = MapRegistry.Count;
            long start = Stopwatch.GetTimestamp();
            GC.Collect();
            _ = Task.Run(GC.WaitForPendingFinalizers).Wait(s_patience);
            s_lastDone = Stopwatch.GetTimestamp();
            s_notBefore = MapRegistry.Count < before ? long.MinValue : s_lastDone + (RestFactor * (s_lastDone - start));
            return true;
        }
    }
}
