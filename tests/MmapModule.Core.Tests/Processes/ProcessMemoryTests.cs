using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using MmapModule.Interop.Linux;
using MmapModule.Platform;
using MmapModule.Platform.Linux.Errors;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What processes map, and the sums of it.</summary>
public sealed class ProcessMemoryTests
{
    [Fact]
    public void The_mappings_of_a_process_are_those_of_proc()
    {
        using SleepingProcess sleep = new();
        IEnumerable<string> lines = ProcessMemory.Read(sleep.Id).Select(static m => FormattableString.Invariant(
            $"{m.Start:x8}-{m.End:x8} {m.Permissions} {m.Offset:x8} {m.Device} {m.Inode} {m.Path}"));

        string[] expected = [.. File.ReadAllLines(sleep.Proc("maps")).Select(static line => Regex.Replace(line, "^(.{10,}? [0-9a-f]+:[0-9a-f]+ [0-9]+) +", "$1 "))];
        Assert.InRange(expected.Length, 10, 100);
        Assert.Equal(expected, lines);
        Assert.All(ProcessMemory.Read(sleep.Id), mapping => Assert.Equal((sleep.Id, "sleep"), (mapping.ProcessId, mapping.ProcessName)));
    }

    [Fact]
    public void The_details_of_a_process_are_those_of_smaps()
    {
        using SleepingProcess sleep = new();

        // The Pss of libraries changes when other programs start and end, so both must see the same moment.
        SleepingProcess.Wait(() =>
        {
            string before = File.ReadAllText(sleep.Proc("smaps"));
            List<ProcessMappingDetail> details = [.. ProcessMemory.Read(sleep.Id, detailed: true).Cast<ProcessMappingDetail>()];
            if (before != File.ReadAllText(sleep.Proc("smaps")))
            {
                return false;
            }

            Assert.Equal(Sizes(before, "Size"), details.Select(static m => m.Size));
            Assert.Equal(Sizes(before, "Rss"), details.Select(static m => m.Rss));
            Assert.Equal(Sizes(before, "Pss"), details.Select(static m => m.Pss));
            Assert.Equal(Sizes(before, "Shared_Clean"), details.Select(static m => m.SharedClean));
            Assert.Equal(Sizes(before, "Shared_Dirty"), details.Select(static m => m.SharedDirty));
            Assert.Equal(Sizes(before, "Private_Clean"), details.Select(static m => m.PrivateClean));
            Assert.Equal(Sizes(before, "Private_Dirty"), details.Select(static m => m.PrivateDirty));
            Assert.Equal(Sizes(before, "Swap"), details.Select(static m => m.Swap));
            Assert.Equal(Sizes(before, "Locked"), details.Select(static m => m.Locked));
            Assert.Equal(
                Regex.Matches(before, "(?m)^VmFlags: (.*?) *$").Select(static match => match.Groups[1].Value),
                details.Select(static m => string.Join(' ', m.VmFlags)));
            Assert.True(details.Sum(static m => m.Rss) > 0);
            return true;
        });
    }

    [Fact]
    public void The_sums_of_a_process_are_those_of_its_details()
    {
        using SleepingProcess sleep = new();
        SleepingProcess.Wait(() =>
        {
            string before = File.ReadAllText(sleep.Proc("smaps"));
            ProcessMemorySummary? sums = ProcessMemory.Summarize(sleep.Id);
            if (before != File.ReadAllText(sleep.Proc("smaps")))
            {
                return false;
            }

            Assert.NotNull(sums);
            Assert.Equal((sleep.Id, "sleep"), (sums.ProcessId, sums.ProcessName));
            Assert.Equal(Sizes(before, "Rss").Sum(), sums.Rss);
            Assert.Equal(Sizes(before, "Private_Clean").Sum(), sums.PrivateClean);
            Assert.Equal(Sizes(before, "Private_Dirty").Sum(), sums.PrivateDirty);
            Assert.Equal(Sizes(before, "Shared_Clean").Sum(), sums.SharedClean);

            // Each entry is rounded down to whole KiB, the sum only once.
            Assert.InRange(sums.Pss - Sizes(before, "Pss").Sum(), 0, 1024 * before.Split("VmFlags").Length);
            Assert.InRange(sums.Pss - sums.PssAnonymous - sums.PssFile - sums.PssShared, -3072, 3072);
            Assert.Equal(long.Parse(File.ReadAllText(sleep.Proc("statm")).Split(' ')[0], CultureInfo.InvariantCulture) * Data.PageSize, sums.Size);
            return true;
        });
    }

    [Fact]
    [OnlyOn("Linux", "has the flags of smaps")]
    public void Locked_and_shared_memory_show()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 4 * Data.PageSize, Flags = MapFlags.Locked });
        map.WriteByte(0, 1);
        ProcessMappingDetail detail = Assert.Single(
            ProcessMemory.Read(Environment.ProcessId, detailed: true).Cast<ProcessMappingDetail>(),
            m => m.Start == map.Address);

        Assert.Equal((map.Length, map.Length, "rw-s"), (detail.Size, detail.Locked, detail.Permissions));
        Assert.Contains("lo", detail.VmFlags);
        Assert.Equal("/dev/zero (deleted)", detail.Path);
    }

    [Fact]
    [OnlyOn("Linux", "has a line end in a name, and deletes a mapped file")]
    public void A_name_with_blanks_and_a_line_end_is_given_as_it_is()
    {
        using TempFolder folder = new();
        string path = folder.Write("a  b\n(deleted) c", Data.Filled(10, 1));
        using MemoryMap map = MemoryMap.OpenFile(path);
        ProcessMapping Find() => Assert.Single(ProcessMemory.Read(Environment.ProcessId), m => m.Start == map.Address);

        Assert.Equal(path, Find().Path);
        File.Delete(path);
        Assert.Equal(path + " (deleted)", Find().Path);
    }

    [Fact]
    [OnlyOn("Linux", "reads /proc")]
    public void Memory_without_a_name_has_no_path()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = Data.PageSize, IsPrivate = true });

        Assert.Contains(ProcessMemory.Read(Environment.ProcessId), m => m.Path is null && m.Start <= map.Address && map.Address < m.End && m.Inode == 0 && m.Device == "00:00");
        Assert.Equal(!OperatingSystem.IsWindows(), ProcessMemory.Read(Environment.ProcessId).Any(static m => m.Path == "[stack]"));
    }

    [Fact]
    [OnlyOn("Linux", "makes a zombie")]
    public void A_process_without_memory_has_no_mappings_and_no_sums()
    {
        // The shell becomes a sleep, which never collects the child that the shell has started and that ends only then.
        using SleepingProcess parent = new("/bin/sh", "-c", "sleep 0.5 & echo $!; exec sleep 600");
        int zombie = int.Parse(parent.Output.ReadLine()!, CultureInfo.InvariantCulture);
        SleepingProcess.Wait(() => File.ReadAllText($"/proc/{zombie}/stat").Contains(") Z ", StringComparison.Ordinal));

        Assert.Empty(ProcessMemory.Read(zombie));
        Assert.Empty(ProcessMemory.Read(zombie, detailed: true));
        Assert.Null(ProcessMemory.Summarize(zombie));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [OnlyOn("Linux", "reads /proc")]
    public void A_process_that_does_not_exist_is_PathNotFound(int id)
    {
        MmapException error = Expect.Failure(MmapErrorKind.PathNotFound, () => _ = ProcessMemory.Read(id).Count());
        Expect.Failure(MmapErrorKind.PathNotFound, () => _ = ProcessMemory.Read(id, detailed: true).Count());
        Expect.Failure(MmapErrorKind.PathNotFound, () => _ = ProcessMemory.Summarize(id));

        Assert.Equal(OperatingSystem.IsWindows() ? (null, "ERROR_INVALID_PARAMETER") : (FormattableString.Invariant($"/proc/{id}/maps"), "ENOENT"), (error.Path, error.ErrnoName));
        Assert.Null(ProcessMemory.NameOf(id));
    }

    [Fact]
    [OnlyOn("Linux", "translates an errno")]
    public void The_error_for_a_process_of_another_user_names_that_user()
    {
        using SleepingProcess sleep = new();
        MmapException own = LinuxErrors.Translate(Errno.EACCES, new NativeFailure { Call = "open", ProcessId = sleep.Id });
        Expect.WellFormed(MmapErrorKind.AccessDenied, own);
        Assert.DoesNotContain("the user", own.Message, StringComparison.Ordinal);
        if (Privileges.IsRoot)
        {
            using SleepingProcess foreign = new("setpriv", "--reuid=nobody", "--clear-groups", "sleep", "600");
            MmapException error = LinuxErrors.Translate(Errno.EACCES, new NativeFailure { Call = "open", ProcessId = foreign.Id });
            Expect.WellFormed(MmapErrorKind.AccessDenied, error);
            Assert.Contains("the user nobody.", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    [OnlyOn("Linux", "copies /bin/sleep")]
    public void A_long_name_is_given_in_full()
    {
        using TempFolder folder = new();
        string program = folder.Combine("sleep-with-a-very-long-name");
        File.Copy("/bin/sleep", program);
        using SleepingProcess sleep = new(program);

        Assert.Equal("sleep-with-a-very-long-name", ProcessMemory.NameOf(sleep.Id));
        Assert.Equal(sleep.Name, ProcessMemory.NameOf(sleep.Id));
    }

    [Fact]
    public void The_ids_are_in_order_and_include_this_process()
    {
        IReadOnlyList<int> ids = ProcessMemory.ProcessIds();

        Assert.Contains(Environment.ProcessId, ids);
        Assert.Equal(ids.Order().Distinct(), ids);
    }

    [Fact]
    public void Reading_stops_when_told()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => ProcessMemory.Read(Environment.ProcessId, stop: source.Token).Count());
    }

    private static IEnumerable<long> Sizes(string smaps, string field) =>
        Regex.Matches(smaps, "(?m)^" + field + ": +([0-9]+) kB").Select(static match => 1024 * long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
}
