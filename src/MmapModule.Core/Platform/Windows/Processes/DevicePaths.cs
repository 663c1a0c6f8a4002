using System;
using System.Collections.Generic;
using MmapModule.Interop.Windows;

namespace MmapModule.Platform.Windows.Processes;

/// <summary>Turns paths that begin with a device, as the kernel writes them, into those that people use.</summary>
internal sealed class DevicePaths
{
    private const int Longest = 1024;
    private const string Network = @"\Device\Mup\";
    private const string Plain = @"\??\";

    private readonly List<(string Device, string Drive)> _drives = Drives();

    /// <summary>The path with a drive letter or a server; what has neither stays as it is.</summary>
    internal string ToPath(string native)
    {
        if (native.StartsWith(Plain, StringComparison.Ordinal))
        {
            return native[Plain.Length..];
        }

        if (native.StartsWith(Network, StringComparison.OrdinalIgnoreCase))
        {
            return @"\\" + native[Network.Length..];
        }

        foreach ((string device, string drive) in _drives)
        {
            if (native.StartsWith(device, StringComparison.OrdinalIgnoreCase) && native.AsSpan(device.Length).StartsWith(@"\"))
            {
                return string.Concat(drive, native.AsSpan(device.Length));
            }
        }

        return native;
    }

    // SAFETY: the buffer is a local variable, and its size is passed on.
    private static unsafe List<(string Device, string Drive)> Drives()
    {
        List<(string, string)> drives = [];
        char* target = stackalloc char[Longest];
        for (char letter = 'A'; letter <= 'Z'; letter++)
        {
            string drive = letter + ":";
            if (Kernel32.QueryDosDeviceW(drive, target, Longest) > 0)
            {
                // The first of several names is the one that counts.
                drives.Add((new string(target), drive));
            }
        }

        return drives;
    }
}
