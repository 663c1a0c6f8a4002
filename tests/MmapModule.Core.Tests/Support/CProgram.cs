using System;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>A program in C that a test compiles, and that goes with it.</summary>
internal abstract class CProgram : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <param name="source">Its text.</param>
    /// <param name="compiler">gcc, or musl-gcc.</param>
    /// <param name="libraries">Such as -lrt.</param>
    private protected CProgram(string source, string compiler = "gcc", params string[] libraries)
    {
        string file = System.IO.Path.Combine(_folder.Path, "program.c");
        Path = System.IO.Path.Combine(_folder.Path, "program");
        File.WriteAllText(file, source);
        ProcessResult built = ProcessRunner.Run(compiler, ["-O2", "-Wall", "-o", Path, file, .. libraries]);
        Assert.True(built.Succeeded, built.All);
    }

    /// <summary>The path of the compiled program.</summary>
    private protected string Path { get; }

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs it to its end; what it printed.</summary>
    private protected string Output(params string[] arguments)
    {
        ProcessResult result = ProcessRunner.Run(Path, arguments);
        Assert.True(result.Succeeded, result.All);
        return result.Output;
    }
}
