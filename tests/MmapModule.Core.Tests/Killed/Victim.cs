using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using Xunit;

namespace MmapModule.Tests;

/// <summary>
/// A process that does one thing again and again until it is killed. It is this program, but its tests do not run: a process
/// for each of many ends must start quickly.
/// </summary>
internal static class Victim
{
    internal const int RecordSize = 16;
    internal const int OldSize = 1 << 20;
    internal const int NewSize = 8 << 20;
    private const string WorkVariable = "MMAPMODULE_TEST_VICTIM";
    private const string PathVariable = "MMAPMODULE_TEST_VICTIM_PATH";
    private const int Records = 1 << 16;

    private static readonly Dictionary<string, Action<string>> s_works = new()
    {
        ["records"] = WriteRecords,
        ["save"] = Save,
        ["copy"] = Copy,
        ["new"] = Grow,
        ["resize"] = Resize,
        ["send"] = Send,
        ["receive"] = Receive,
    };

    /// <summary>Starts a process, lets it work for a while after its first line, kills it, and returns the lines it has written.</summary>
    internal static IReadOnlyList<string> Kill(string work, string path, TimeSpan after)
    {
        using Process process = StartWork(work, path);
        List<string> lines = [];
        if (process.StandardOutput.ReadLine() is { } first)
        {
            lines.Add(first);
            System.Threading.Thread.Sleep(after);
        }

        process.Kill();

        // What it has said before is still in the pipe; the last line may be cut.
        string rest = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        lines.AddRange(rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return lines;
    }

    /// <summary>Starts a process, and returns when it says that it is ready.</summary>
    internal static Process Start(string work, string path)
    {
        Process process = StartWork(work, path);
        Assert.Equal("open", process.StandardOutput.ReadLine());
        return process;
    }

    /// <summary>Two numbers that belong together, so that a record that was written in part does not look whole.</summary>
    internal static byte[] Record(long number) => [.. BitConverter.GetBytes(number), .. BitConverter.GetBytes(~number)];

    [ModuleInitializer]
    internal static void Begin()
    {
        if (Environment.GetEnvironmentVariable(WorkVariable) is { } work)
        {
            s_works[work](Environment.GetEnvironmentVariable(PathVariable)!);
            Environment.Exit(0);
        }
    }

    private static Process StartWork(string work, string path)
    {
        Dictionary<string, string> environment = new() { [WorkVariable] = work, [PathVariable] = path };
        string assembly = Path.Combine(AppContext.BaseDirectory, typeof(Victim).Assembly.GetName().Name + ".dll");
        string host = Path.GetFileName(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        return ProcessRunner.Start(host, environment, "exec", assembly);
    }

    /// <summary>Sends numbered messages from a number on: "QUEUE NUMBER".</summary>
    private static void Send(string path)
    {
        string[] parts = path.Split(' ');
        using MessageQueue queue = OpenQueue(parts[0]);
        for (long number = long.Parse(parts[1], CultureInfo.InvariantCulture); ; number++)
        {
            queue.Send(QueueProgram.Message(number));
        }
    }

    private static void Receive(string path)
    {
        using MessageQueue queue = OpenQueue(path);
        while (true)
        {
            long? number = QueueProgram.NumberOf(queue.Receive()!);
            Console.Out.WriteLine(FormattableString.Invariant($"{number} {(number is null ? 0 : 1)}"));
            Console.Out.Flush();
        }
    }

    private static MessageQueue OpenQueue(string name)
    {
        MessageQueue queue = MessageQueue.Open(name, new MessageQueueOptions { Mode = SharedMemoryMode.Open });
        Console.Out.WriteLine("open");
        Console.Out.Flush();
        return queue;
    }

    private static void Say(long number)
    {
        Console.Out.WriteLine(number.ToString(CultureInfo.InvariantCulture));
        Console.Out.Flush();
    }

    private static void WriteRecords(string path)
    {
        using MemoryMap map = MemoryMap.OpenFile(path, new() { Protection = MapProtection.ReadWrite, Size = Records * RecordSize });
        for (long number = 0; number < Records; number++)
        {
            map.Write(number * RecordSize, Record(number));
            map.Sync(number * RecordSize, RecordSize, new SyncOptions { IsDurable = true });
            Say(number);
        }
    }

    private static void Save(string path)
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = OldSize, IsPrivate = true });
        for (int round = 0; ; round++)
        {
            map.Fill(pattern: [(byte)(round % 200 + 1)]);
            _ = map.Save(path);
            Say(round);
        }
    }

    private static void Copy(string path)
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = OldSize, IsPrivate = true });
        for (int round = 0; ; round++)
        {
            map.Fill(pattern: [(byte)(round % 200 + 1)]);
            _ = map.CopyTo(path);
            Say(round);
        }
    }

    private static void Grow(string path)
    {
        for (int round = 0; ; round++)
        {
            MemoryMap.OpenFile(path, new() { Protection = MapProtection.ReadWrite, Size = NewSize }).Dispose();
            using FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            stream.SetLength(OldSize);
            Say(round);
        }
    }

    private static void Resize(string path)
    {
        using MemoryMap map = MemoryMap.OpenFile(path, new() { Protection = MapProtection.ReadWrite });
        for (int round = 0; ; round++)
        {
            map.Resize(round % 2 == 0 ? NewSize : OldSize, new ResizeOptions { ResizeFile = true });
            Say(round);
        }
    }
}
