using System;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Files;

/// <summary>Paths as Windows takes them and gives them.</summary>
internal static class FilePath
{
    /// <summary>From this length on a path needs the prefix that lifts the limit of 260 characters.</summary>
    private const int Long = 248;

    /// <summary>The longest path that there is, in characters.</summary>
    private const int Longest = 32768;

    /// <summary>A full path in the form that is accepted at any length.</summary>
    internal static string Native(string path) =>
        path.Length < Long || path.StartsWith(@"\\?\", StringComparison.Ordinal) || path.StartsWith(@"\\.\", StringComparison.Ordinal) ? path
        : path.StartsWith(@"\\", StringComparison.Ordinal) ? @"\\?\UNC\" + path[2..]
        : @"\\?\" + path;

    /// <summary>Whether a path is that of a named pipe, of this machine or another one.</summary>
    internal static bool IsPipe(string path)
    {
        if (!path.StartsWith(@"\\", StringComparison.Ordinal))
        {
            return false;
        }

        int end = path.IndexOf('\\', 2);
        return end > 0 && path.AsSpan(end + 1).StartsWith(@"pipe\", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The path of an open file, in its ordinary form; null if it has none.</summary>
    // SAFETY: the buffer is pinned during the call, and its size is passed on.
    internal static unsafe string? Of(SafeFileHandle file)
    {
        char[] buffer = new char[Longest];
        uint length;
        fixed (char* start = buffer)
        {
            length = Kernel32.GetFinalPathNameByHandleW(file, start, Longest, 0);
        }

        return length is 0 or >= Longest ? null : Plain(new string(buffer, 0, (int)length));
    }

    /// <summary>Without the prefix that lifts the limit.</summary>
    internal static string Plain(string path) =>
        path.StartsWith(@"\\?\UNC\", StringComparison.Ordinal) ? @"\\" + path[8..]
        : path.StartsWith(@"\\?\", StringComparison.Ordinal) && path.Length > 5 && path[5] == ':' ? path[4..]
        : path;
}
