using System;
using System.Runtime.InteropServices;

namespace MmapModule.Platform;

/// <summary>Finds the operating system we run on.</summary>
internal static class MapPlatform
{
    private static IMapPlatform? s_current;

    /// <summary>The platform of this process.</summary>
    /// <exception cref="MmapException">PlatformNotSupported.</exception>
    internal static IMapPlatform Current => s_current ??= Select(
        OperatingSystem.IsLinux() && Environment.Is64BitProcess,
        RuntimeInformation.ProcessArchitecture);

    internal static IMapPlatform Select(bool is64BitLinux, Architecture architecture)
    {
        if (!is64BitLinux || architecture is not (Architecture.X64 or Architecture.Arm64))
        {
            throw MapErrors.Platform("Memory mapping");
        }

        return new Linux.LinuxPlatform();
    }
}
