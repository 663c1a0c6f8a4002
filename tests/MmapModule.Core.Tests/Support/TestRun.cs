using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;

namespace MmapModule.Tests;

/// <summary>
/// All that a run makes lies in one folder for temporary files, or is named after it. When the run has ended, however it
/// did, sweep.sh removes what is left. On Windows, where nothing but files outlives a process, the next run removes them.
/// </summary>
internal static class TestRun
{
    private const string Variable = "MMAPMODULE_TEST_RUN";
    private const string Prefix = "mmap-test-";

    // Ends with this process, and so tells sweep.sh when.
    private static StreamWriter? s_alive;

    /// <summary>What the names of shared memory begin with.</summary>
    internal static string Name => Path.GetFileName(Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException("No run has begun."));

    [ModuleInitializer]
    internal static void Begin()
    {
        // Tests that run other tests in a process of their own are one run.
        if (Directory.Exists(Environment.GetEnvironmentVariable(Variable)))
        {
            return;
        }

        string temporary = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        string folder = Path.Combine(temporary, FormattableString.Invariant($"{Prefix}{Environment.ProcessId}"));
        if (OperatingSystem.IsWindows())
        {
            RemoveEnded(temporary);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => TryRemove(folder);
            Directory.CreateDirectory(folder);
            Environment.SetEnvironmentVariable("TEMP", folder);
            Environment.SetEnvironmentVariable("TMP", folder);
        }
        else
        {
            using Process sweeper = StartSweeper(temporary);
            s_alive = sweeper.StandardInput;

            // Children may be other users.
            Directory.CreateDirectory(folder);
            File.SetUnixFileMode(folder, (UnixFileMode)0x3FF);
            Environment.SetEnvironmentVariable("TMPDIR", folder);
        }

        Environment.SetEnvironmentVariable(Variable, folder);
    }

    /// <summary>Removes the folders of runs whose process has ended.</summary>
    private static void RemoveEnded(string temporary)
    {
        foreach (string folder in Directory.GetDirectories(temporary, Prefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(folder)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int id) && !IsAlive(id))
            {
                TryRemove(folder);
            }
        }
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Something still has a file open: the next run removes it.
        }
    }

    private static Process StartSweeper(string temporary)
    {
        ProcessStartInfo start = new("/bin/sh") { RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "sweep.sh"));
        start.ArgumentList.Add(temporary);
        start.ArgumentList.Add(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        start.Environment.Remove(Variable);
        return Process.Start(start) ?? throw new InvalidOperationException("Cannot start sweep.sh.");
    }
}
