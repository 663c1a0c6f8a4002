using System;
using System.Globalization;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>
/// What a test needs of the machine beyond a shell and coreutils: it is skipped where that is missing, and fails there with
/// MMAPMODULE_TEST_STRICT=1. What the kernel or the hardware lacks is always a skip (Assert.Skip), and so is root for an ordinary user.
/// </summary>
internal static class Needs
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static bool IsStrict => Environment.GetEnvironmentVariable("MMAPMODULE_TEST_STRICT") == "1";

    /// <summary>A program on the path. <see cref="ProcessRunner"/> asks for each that it starts.</summary>
    internal static void Program(string name)
    {
        if (!Path.IsPathRooted(name) && FindProgram(name) is null)
        {
            Missing("needs " + name + ", which is not on the path");
        }
    }

    /// <param name="purpose">What for: "to mount a file system".</param>
    internal static void Root(string purpose)
    {
        // No program that could be installed makes an ordinary user root, so that is a skip in a strict run too.
        Assert.SkipUnless(Privileges.IsRoot, "needs root " + purpose);
    }

    /// <summary>The C library whose semaphores the module knows.</summary>
    internal static void Glibc() =>
        Assert.SkipWhen(System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal), "needs glibc: versions of musl disagree about semaphores");

    /// <summary>What an emulator of another processor fakes or lacks.</summary>
    /// <param name="what">That: "huge pages".</param>
    internal static void Kernel(string what) => Assert.SkipWhen(ChildRun.IsEmulated, "needs a kernel of its own, not an emulator: " + what);

    /// <summary>A system that tells which parts of a file are holes: else terabytes of zeros are read.</summary>
    internal static void Holes() => Assert.SkipWhen(Wine.IsThere, "needs a Windows that tells the holes of a file, which Wine does not");

    /// <summary>Other cultures than the invariant one, which come with ICU.</summary>
    internal static void Cultures()
    {
        try
        {
            _ = new CultureInfo("de-DE");
        }
        catch (CultureNotFoundException)
        {
            Assert.Skip("needs ICU, which knows the cultures");
        }
    }

    private static string? FindProgram(string name)
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            string path = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
            if (File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0))
            {
                return path;
            }
        }

        return null;
    }

    private static void Missing(string reason)
    {
        if (IsStrict)
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }
}
