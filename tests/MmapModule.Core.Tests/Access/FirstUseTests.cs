using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What is set up once for the process, however many threads and copies of the engine come first.</summary>
[Collection(AloneGroup.Name)]
public sealed class FirstUseTests
{
    private const int Copies = 30;
    private const int Threads = 8;

    /// <summary>Each copy of the assembly has static fields of its own, so each has a first use, and all share the handlers of the process.</summary>
    [Fact]
    public void Threads_that_come_first_together_leave_a_process_that_survives_a_truncation()
    {
        if (!ChildRun.IsChild)
        {
            ChildRun.Passed(ChildRun.Run([], new Dictionary<string, string>(), "-class", typeof(FirstUseTests).FullName!));
            return;
        }

        using TempFile file = new(new byte[8192]);
        List<(object Map, Func<long, int> Read, Action<long, int> Write)> copies = [];
        for (int i = 0; i < Copies; i++)
        {
            copies.Add(OpenByCopy(file.Path));
        }

        foreach ((object _, Func<long, int> read, Action<long, int> write) in copies)
        {
            OnThreads(() => read(0), () => write(8, 1));
        }

        file.SetLength(0);
        foreach ((object map, Func<long, int> read, Action<long, int> write) in copies)
        {
            Assert.Equal("RegionTruncated", KindOf(() => read(4096)));
            Assert.Equal("RegionTruncated", KindOf(() => write(4096, 1)));
            ((IDisposable)map).Dispose();
        }

        // Handlers pass on what is not theirs, through all copies.
        Assert.Throws<NullReferenceException>(() => LengthOf(null!));
    }

    private static int LengthOf(string text) => text.Length;

    private static (object Map, Func<long, int> Read, Action<long, int> Write) OpenByCopy(string path)
    {
        AssemblyLoadContext context = new("copy");
        Assembly engine = context.LoadFromAssemblyPath(typeof(MemoryMap).Assembly.Location);
        Type options = engine.GetType("MmapModule.MemoryMapOptions", throwOnError: true)!;
        object wanted = Activator.CreateInstance(options)!;
        options.GetProperty("Protection")!.SetValue(wanted, Enum.ToObject(engine.GetType("MmapModule.MapProtection", throwOnError: true)!, 3));
        Type type = engine.GetType("MmapModule.MemoryMap", throwOnError: true)!;
        object map = type.GetMethod("OpenFile")!.Invoke(null, [path, wanted, CancellationToken.None])!;
        Func<long, bool, int> read = type.GetMethod("ReadInt32", [typeof(long), typeof(bool)])!.CreateDelegate<Func<long, bool, int>>(map);
        Action<long, int, bool> write = type.GetMethod("WriteInt32", [typeof(long), typeof(int), typeof(bool)])!.CreateDelegate<Action<long, int, bool>>(map);
        return (map, offset => read(offset, false), (offset, value) => write(offset, value, false));
    }

    private static void OnThreads(Action first, Action second)
    {
        using Barrier start = new(Threads);
        List<Thread> threads = [];
        for (int i = 0; i < Threads; i++)
        {
            Action act = i % 2 == 0 ? first : second;
            Thread thread = new(() =>
            {
                start.SignalAndWait();
                act();
            });
            thread.Start();
            threads.Add(thread);
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    private static string? KindOf(Action action)
    {
        Exception error = Assert.ThrowsAny<IOException>(action);
        return error.GetType().GetProperty("Kind")!.GetValue(error)!.ToString();
    }
}
