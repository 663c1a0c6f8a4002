using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;

namespace MmapModule.Tests;

/// <summary>A program that has started and now does nothing, so that its maps stay the same.</summary>
internal sealed class SleepingProcess : IDisposable
{
    private readonly Process _process;

    internal SleepingProcess(string program = "sleep", params string[] arguments)
    {
        _process = ProcessRunner.Start(program, null, arguments.Length > 0 ? arguments : ["600"]);
        string before = string.Empty;
        Wait(() =>
        {
            string now = File.ReadAllText(Proc("maps"));
            bool isStable = now == before && now.Contains("libc", StringComparison.Ordinal) && File.ReadAllText(Proc("stat")).Contains(") S ", StringComparison.Ordinal);
            before = now;
            return isStable;
        });
    }

    internal int Id => _process.Id;

    internal string Name => _process.ProcessName;

    internal StreamReader Output => _process.StandardOutput;

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    internal static void Wait(Func<bool> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(60))
            {
                throw new TimeoutException("The program did not get to sleep.");
            }

            Thread.Sleep(20);
        }
    }

    internal string Proc(string file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}/{file}");
}
