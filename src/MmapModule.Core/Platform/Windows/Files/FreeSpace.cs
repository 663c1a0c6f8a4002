using System;
using System.Globalization;
using System.IO;
using Microsoft.Win32.SafeHandles;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Files;

/// <summary>How much space is free on the volume of a file.</summary>
internal static class FreeSpace
{
    /// <summary>The free bytes that this user may use; null if that cannot be told.</summary>
    // SAFETY: the number is a local variable.
    internal static unsafe long? Bytes(SafeFileHandle file)
    {
        if (!OperatingSystem.IsWindows() || FilePath.Of(file) is not { } path || Path.GetDirectoryName(path) is not { Length: > 0 } folder)
        {
            return null;
        }

        ulong free;
        return Kernel32.GetDiskFreeSpaceExW(folder + "\\", &free, null, null) != 0 ? (long)Math.Min(free, long.MaxValue) : null;
    }

    /// <summary>The numbers for an error; nothing if they cannot be told.</summary>
    internal static string Sentence(SafeFileHandle? file, long? needed) =>
        file is not null && Bytes(file) is { } free
            ? string.Create(CultureInfo.InvariantCulture, $" {free} bytes are free{(needed is null ? string.Empty : $", {needed} are needed")}.")
            : string.Empty;
}
