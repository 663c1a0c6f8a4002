using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The memory of processes, as Windows tells it.</summary>
[OnlyOn("Windows", "reads VirtualQueryEx")]
public sealed class WindowsProcessTests
{
    [Fact]
    public void The_maps_of_a_file_are_found_by_its_path()
    {
        using TempFolder folder = new();
        string path = folder.Write("mapped", new byte[100_000]);
        using MemoryMap shared = MemoryMap.OpenFile(path, new() { Protection = MapProtection.ReadWrite });
        using MemoryMap copied = MemoryMap.OpenFile(path, new() { Protection = MapProtection.ReadWrite, IsPrivate = true });
        MappedFileFinder finder = new([folder.Combine("MAPPED"), folder.Combine("none")]);
        List<ProcessMapping> found = [.. finder.Find(Environment.ProcessId)];

        Assert.Equal(["rw-p", "rw-s"], found.Select(static mapping => mapping.Permissions).Order(StringComparer.Ordinal));
        Assert.Contains(found, mapping => mapping.Start == shared.Address);
        Assert.All(found, mapping => Assert.Equal(path, mapping.Path, ignoreCase: true));
        Assert.Equal([folder.Combine("none")], finder.Missing);
    }

    [Fact]
    public void Details_tell_what_is_in_the_working_set()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 64 * Data.PageSize });
        map.Write(0, new byte[10 * Data.PageSize]);
        long rss = ProcessMemory.Read(Environment.ProcessId, detailed: true).Cast<ProcessMappingDetail>()
            .Where(mapping => mapping.Start >= map.Address && mapping.End <= map.Address + (ulong)map.Length).Sum(static mapping => mapping.Rss);
        Assert.Equal(10 * Data.PageSize, rss);
    }

    [Fact]
    public void Programs_and_their_libraries_show_with_drive_letters()
    {
        using Process self = Process.GetCurrentProcess();
        string library = self.Modules.Cast<ProcessModule>().Select(static module => module.FileName).First(static name => name.EndsWith("kernel32.dll", StringComparison.OrdinalIgnoreCase));
        List<ProcessMapping> parts = [.. ProcessMemory.Read(Environment.ProcessId).Where(mapping => string.Equals(mapping.Path, library, StringComparison.OrdinalIgnoreCase))];

        Assert.Contains(parts, static part => part.Permissions == "r-xp");
        Assert.Equal(parts[0].Start, parts[^1].Start - (ulong)parts[^1].Offset);
    }

    [Fact]
    public void The_sums_are_those_of_the_details()
    {
        ProcessMemorySummary sums = ProcessMemory.Summarize(Environment.ProcessId)!;
        long rss = ProcessMemory.Read(Environment.ProcessId, detailed: true).Cast<ProcessMappingDetail>().Sum(static mapping => mapping.Rss);

        Assert.InRange(sums.Rss, rss / 2, rss * 2);
        Assert.Equal(sums.Pss, sums.PssAnonymous + sums.PssFile + sums.PssShared);
        Assert.Equal(sums.Rss, sums.SharedClean + sums.PrivateClean + sums.PrivateDirty);
        Assert.InRange(sums.Size, sums.Rss, long.MaxValue);
    }
}
