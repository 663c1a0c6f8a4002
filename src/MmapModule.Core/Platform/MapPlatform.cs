using System;
using System.Runtime.InteropServices;

namespace MmapModule.Platform;

/// <summary>Finds the operating system we run on: the only place that knows which platforms there are.</summary>
internal static class MapPlatform
{
    /// <summary>Set this environment variable to "none" to do as if this were a system that the module does not know; tests use it.</summary>
    internal const string ForceVariable = "MMAPMODULE_FORCE_PLATFORM";

    private static IMapPlatform? s_current;

    /// <summary>The platform of this process. On a system that the module does not know each use of it is PlatformNotSupported.</summary>
    internal static IMapPlatform Current => s_current ??= Environment.GetEnvironmentVariable(ForceVariable) == "none"
        ? MissingPlatform.Instance
        : Select(OperatingSystem.IsLinux() && Environment.Is64BitProcess, RuntimeInformation.ProcessArchitecture, OperatingSystem.IsWindows(), OperatingSystem.IsMacOS());

    /// <summary>The platform for a system.</summary>
    /// <param name="is64BitLinux">It is Linux, and the process has 64 bits.</param>
    /// <param name="architecture">The processor.</param>
    /// <param name="isWindows">It is Windows.</param>
    /// <param name="isMacOS">It is macOS.</param>
    internal static IMapPlatform Select(bool is64BitLinux, Architecture architecture, bool isWindows = false, bool isMacOS = false) =>
        is64BitLinux && architecture is Architecture.X64 or Architecture.Arm64 ? new Linux.LinuxPlatform()
        : isWindows && architecture is Architecture.X64 ? new Windows.WindowsPlatform()
        : isMacOS && architecture is Architecture.X64 or Architecture.Arm64 ? new MacOS.MacOSPlatform()
        : MissingPlatform.Instance;

    /// <summary>What is said where a platform, or a part of one, is missing.</summary>
    /// <param name="what">What is not there.</param>
    /// <param name="advice">What to do instead; by default, where it is there.</param>
    internal static MmapException NotSupported(string what, string? advice = null) => new(
        MmapErrorKind.PlatformNotSupported,
        what + " is not supported on " + RuntimeInformation.OSDescription.Trim() + " (" + RuntimeInformation.ProcessArchitecture + ").",
        advice ?? "This version of the module works on 64-bit Linux (x64 and arm64), and in part on 64-bit Windows (x64) and macOS (x64 and arm64; compiled, never run).");
}
