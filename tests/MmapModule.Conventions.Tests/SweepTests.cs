using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace MmapModule.Conventions.Tests;

/// <summary>What a run of build.ps1 starts and writes is gone when it is over, however it ends.</summary>
public sealed class SweepTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("done")]
    [InlineData("")]
    public void Processes_and_files_go_when_the_pipe_closes(string lastWord)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("build/sweep.sh is for Linux");
        }

        string id = Guid.NewGuid().ToString("N");
        string folder = Directory.CreateTempSubdirectory("mm-sweep-").FullName;
        File.WriteAllText(Path.Combine(folder, ".owner"), string.Empty);
        File.WriteAllText(Path.Combine(folder, "file"), "left");
        using Process own = Start("sleep", id, "300");
        using Process foreign = Start("sleep", id + "0", "300");
        try
        {
            using Process sweeper = Start("sh", null, Repository.Combine("build/sweep.sh"), folder, id);
            Assert.False(sweeper.WaitForExit(TimeSpan.FromMilliseconds(200)));
            Assert.True(Directory.Exists(folder));
            sweeper.StandardInput.Write(lastWord);
            sweeper.StandardInput.Close();

            Assert.True(sweeper.WaitForExit(s_patience));
            Assert.True(own.WaitForExit(s_patience));
            Assert.False(Directory.Exists(folder));
            Assert.False(foreign.HasExited);
        }
        finally
        {
            own.Kill();
            foreign.Kill();
        }
    }

    private static Process Start(string program, string? run, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true };

        // A test run of build.ps1 has an id of its own here.
        start.Environment["MMAPMODULE_RUN"] = run ?? string.Empty;
        return Process.Start(start)!;
    }
}
