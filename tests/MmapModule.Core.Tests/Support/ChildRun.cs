using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Runs tests of this assembly once more in a process of their own, with another environment or other limits.</summary>
internal static class ChildRun
{
    private const string Variable = "MMAPMODULE_TEST_CHILD";

    /// <summary>The program that stands in for another processor, if this is an emulated run.</summary>
    private const string EmulatorVariable = "MMAPMODULE_TEST_EMULATOR";

    /// <summary>True if an emulator stands in for another processor.</summary>
    internal static bool IsEmulated => Environment.GetEnvironmentVariable(EmulatorVariable) is not null;

    /// <summary>True if the C library is musl; the program dotnet may be for another one, so children are this program again, as on Windows.</summary>
    internal static bool IsMusl => RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);

    /// <summary>True inside such a process.</summary>
    internal static bool IsChild => Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>Runs whole classes.</summary>
    /// <param name="prefix">A program and its arguments to start the child with, such as prlimit; may be empty.</param>
    /// <param name="environment">More environment variables.</param>
    /// <param name="filter">The options of the runner that choose the tests.</param>
    internal static ProcessResult Run(string[] prefix, Dictionary<string, string> environment, params string[] filter)
    {
        // A child that is killed leaves its files behind: they go with this folder.
        using TempFolder folder = new();
        environment[OperatingSystem.IsWindows() ? "TEMP" : "TMPDIR"] = folder.Path;
        environment[Variable] = "1";
        string assembly = Path.Combine(AppContext.BaseDirectory, typeof(ChildRun).Assembly.GetName().Name + ".dll");
        string host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        string[] program = Environment.GetEnvironmentVariable(EmulatorVariable) is { } emulator ? [emulator, Environment.ProcessPath!]
            : IsMusl || OperatingSystem.IsWindows() ? [Environment.ProcessPath!]
            : [host, "exec", assembly];
        string[] command = [.. prefix, .. program, "-noColor", .. filter];
        return ProcessRunner.Run(command[0], environment, command[1..]);
    }

    /// <summary>Fails unless the child ran tests and all of them passed.</summary>
    internal static void Passed(ProcessResult result)
    {
        Assert.True(result.Succeeded, result.All);
        Assert.Matches("Total: [1-9]", result.Output);
        Assert.Contains("Failed: 0", result.Output, StringComparison.Ordinal);
    }
}
