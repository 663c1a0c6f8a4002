using System;
using System.Globalization;

namespace MmapModule.Platform.Linux.Locks;

/// <summary>A line of /proc/locks, or of what /proc/PID/fdinfo says after "lock:", see proc_locks(5).</summary>
internal static class LockLine
{
    private const int Columns = 8;

    /// <summary>The lock; null for leases, for those who wait, and for what is no such line.</summary>
    internal static HeldLock? Parse(string line)
    {
        // 1: FLOCK  ADVISORY  WRITE 4711 08:02:1234 0 EOF
        string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < Columns || !words[0].EndsWith(':') || Style(words[1]) is not { } style || File(words[5]) is not { } file)
        {
            return null;
        }

        _ = int.TryParse(words[4], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int process);
        return new HeldLock(file, style, IsShared: words[3] == "READ", process);
    }

    private static MutexStyle? Style(string word) => word switch
    {
        "FLOCK" => MutexStyle.Flock,
        "POSIX" or "OFDLCK" => MutexStyle.Fcntl,
        _ => null,
    };

    private static FileIdentity? File(string word)
    {
        string[] parts = word.Split(':');
        return parts.Length == 3
            && uint.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint major)
            && uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint minor)
            && ulong.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)
            ? new FileIdentity(major, minor, inode)
            : null;
    }
}
