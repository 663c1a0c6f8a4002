using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;

namespace MmapModule.Tests;

/// <summary>What a child process has done.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    internal bool Succeeded => ExitCode == 0;

    internal string All => Output + Error;
}

/// <summary>Runs other programs with a time limit. A program that is not there skips the test.</summary>
internal static class ProcessRunner
{
    /// <summary>An emulator is many times slower.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(ChildRun.IsEmulated ? 600 : 60);

    internal static ProcessResult Run(string program, params string[] arguments) => Run(program, null, arguments);

    internal static ProcessResult Run(string program, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using Process process = Start(program, environment, arguments);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(program + " did not end.");
        }

        return new ProcessResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    internal static ProcessResult Python(string script, params string[] arguments) =>
        Run("python3", ["-c", script, .. arguments]);

    /// <summary>Starts a program that goes on running; the caller ends it.</summary>
    internal static Process Start(string program, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        Needs.Program(program);
        ProcessStartInfo start = new(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (KeyValuePair<string, string> variable in environment ?? new Dictionary<string, string>())
        {
            start.Environment[variable.Key] = variable.Value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("Cannot start " + program + ".");
    }
}
