using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace MmapModule.Tests;

/// <summary>
/// That a sync is durable no test can see without taking the power away. What can be seen is that the kernel was asked:
/// for the pages, for the file and its device, and for the name of a new file.
/// </summary>
[Collection(AloneGroup.Name)]
public sealed class DurableCallTests
{
    private const string FolderVariable = "MMAPMODULE_TEST_DURABLE";
    private static readonly string[] s_expected = ["msync", "msync", "fsync /new", "fsync /"];

    [Fact]
    public void A_durable_sync_asks_for_the_pages_then_the_file_then_its_folder()
    {
        if (ChildRun.IsChild)
        {
            SyncNewFile(Environment.GetEnvironmentVariable(FolderVariable)!);
            return;
        }

        Needs.Kernel("it shows which calls were made");
        using TempFolder folder = new();
        string log = folder.Combine("calls");
        string data = Directory.CreateDirectory(folder.Combine("data")).FullName;
        Dictionary<string, string> environment = new() { [FolderVariable] = data };
        string[] tracer = ["strace", "-f", "-qq", "-y", "--seccomp-bpf", "-e", "trace=msync,fsync,fdatasync", "-e", "signal=none", "-o", log];
        ChildRun.Passed(ChildRun.Run(tracer, environment, "-class", typeof(DurableCallTests).FullName!));

        Assert.Equal(s_expected, File.ReadLines(log).Select(line => Shown(line, data)).Where(static call => call.Length > 0));
    }

    private static void SyncNewFile(string folder)
    {
        using MemoryMap map = MemoryMap.OpenFile(Path.Combine(folder, "new"), new() { Size = 5_000, Protection = MapProtection.ReadWrite });
        map.WriteByte(0, 1);
        map.Sync();
        map.Sync(options: new() { IsDurable = true });
    }

    /// <summary>A line such as '123 fsync(5&lt;/folder/new&gt;) = 0', without what another run would show differently.</summary>
    private static string Shown(string line, string folder)
    {
        if (line.Contains(" msync(", StringComparison.Ordinal) && line.Contains("MS_SYNC", StringComparison.Ordinal))
        {
            return "msync";
        }

        int start = line.IndexOf('<' + folder, StringComparison.Ordinal);
        string path = start < 0 ? string.Empty : line[(start + 1 + folder.Length)..line.IndexOf('>', start)];
        return start < 0 ? string.Empty : "fsync " + (path.Length == 0 ? "/" : path);
    }
}
