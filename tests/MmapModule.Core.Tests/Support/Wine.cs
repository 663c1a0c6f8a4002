using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Wine, which runs programs of Windows on Linux: what it lacks, and what it can do that no Windows can.</summary>
internal static partial class Wine
{
    private const string Truncate = @"\\?\unix\usr\bin\truncate";

    /// <summary>Bytes of STARTUPINFOW in a 64-bit process.</summary>
    private const int StartupInfoSize = 104;

    /// <summary>Bytes of PROCESS_INFORMATION in a 64-bit process.</summary>
    private const int ProcessInformationSize = 24;

    /// <summary>True if this process runs under Wine.</summary>
    internal static bool IsThere { get; } = OperatingSystem.IsWindows() &&
        NativeLibrary.TryLoad("ntdll", out nint library) && NativeLibrary.TryGetExport(library, "wine_get_version", out _);

    /// <summary>
    /// Cuts a file that is mapped by a program of Linux, which stands for another machine that cuts a file of a share. Windows itself
    /// lets nobody cut a mapped file, so there the test is skipped.
    /// </summary>
    internal static void CutMapped(string path, long length)
    {
        Assert.SkipUnless(IsThere && File.Exists(Truncate), "needs Wine: Windows does not let a mapped file be cut");

        Start(FormattableString.Invariant($"\"{Truncate}\" --size {length} \"{UnixPath(path)}\""));
        Assert.True(SpinWait.SpinUntil(() => new FileInfo(path).Length == length, TimeSpan.FromSeconds(20)), "truncate did not cut " + path);
    }

    /// <summary>Starts a program of Linux. Wine gives no handles of it: what it leaves there are numbers that belong to others, so nothing is closed.</summary>
    // SAFETY: all arguments are local; the structures have the size that Windows expects, and the text can be written to.
    private static unsafe void Start(string command)
    {
        byte* startup = stackalloc byte[StartupInfoSize];
        byte* process = stackalloc byte[ProcessInformationSize];
        new Span<byte>(startup, StartupInfoSize).Clear();
        *(int*)startup = StartupInfoSize;
        fixed (char* text = (command + '\0').ToCharArray())
        {
            Assert.True(CreateProcessW(null, text, 0, 0, 0, 0, 0, null, startup, process) != 0, "Wine did not start " + command);
        }
    }

    /// <summary>The path of a file of Windows on the Linux below.</summary>
    private static string UnixPath(string path) => Marshal.PtrToStringUTF8(wine_get_unix_file_name(path)) ?? throw new FileNotFoundException(null, path);

    /// <summary>Memory of the heap with the path in UTF-8, or zero.</summary>
    [LibraryImport("kernel32", StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint wine_get_unix_file_name(string path);

    [LibraryImport("kernel32", StringMarshalling = StringMarshalling.Utf16)]
    private static unsafe partial int CreateProcessW(string? program, char* command, nint process, nint thread, int inherit, uint flags, nint environment, string? folder, byte* startup, byte* created);
}
