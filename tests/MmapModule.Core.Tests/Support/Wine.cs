using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Wine, which runs programs of Windows on Linux: what it lacks, and what it can do that no Windows can.</summary>
internal static partial class Wine
{
    private const string Truncate = @"\\?\unix\usr\bin\truncate";

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

        // Wine gives no handle of a program of Linux to wait for.
        Process.Start(Truncate, ["--size", length.ToString(CultureInfo.InvariantCulture), UnixPath(path)])?.Dispose();
        Assert.True(SpinWait.SpinUntil(() => new FileInfo(path).Length == length, TimeSpan.FromSeconds(20)), "truncate did not cut " + path);
    }

    /// <summary>The path of a file of Windows on the Linux below.</summary>
    private static string UnixPath(string path) => Marshal.PtrToStringUTF8(wine_get_unix_file_name(path)) ?? throw new FileNotFoundException(null, path);

    /// <summary>Memory of the heap with the path in UTF-8, or zero.</summary>
    [LibraryImport("kernel32", StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint wine_get_unix_file_name(string path);
}
