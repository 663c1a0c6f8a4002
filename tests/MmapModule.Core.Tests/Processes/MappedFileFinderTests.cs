using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Finding the processes that map a file.</summary>
[OnlyOn("Linux", "reads /proc")]
public sealed class MappedFileFinderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_found_by_all_its_names()
    {
        string path = _folder.Write("file", Data.Filled(10, 1));
        string symbolic = _folder.Combine("symbolic");
        File.CreateSymbolicLink(symbolic, path);
        string hard = _folder.Combine("hard");
        Assert.True(ProcessRunner.Run("ln", path, hard).Succeeded);
        using MemoryMap map = MemoryMap.OpenFile(path);

        Assert.Equal(map.Address, Assert.Single(Find(path)).Start);
        Assert.Equal(map.Address, Assert.Single(Find(symbolic)).Start);
        Assert.Equal(path, Assert.Single(Find(hard)).Path);
    }

    [Fact]
    public void A_renamed_file_is_found_by_its_new_name()
    {
        string path = _folder.Write("before", Data.Filled(10, 1));
        using MemoryMap map = MemoryMap.OpenFile(path);
        string after = _folder.Combine("after");
        File.Move(path, after);

        Assert.Equal(after, Assert.Single(Find(after)).Path);
        Assert.Empty(Find(path));
    }

    [Fact]
    public void A_deleted_file_is_found_by_its_name_even_through_a_link_to_its_folder()
    {
        string path = _folder.Write("gone\nfile", Data.Filled(10, 1));
        string link = _folder.Combine("link");
        Directory.CreateSymbolicLink(link, _folder.Path);
        using MemoryMap map = MemoryMap.OpenFile(path);
        File.Delete(path);

        Assert.Equal(path + " (deleted)", Assert.Single(Find(path)).Path);
        Assert.Equal(map.Address, Assert.Single(Find(Path.Combine(link, "gone\nfile"))).Start);
    }

    [Fact]
    public void A_replaced_file_is_found_with_what_still_shows_the_old_one()
    {
        string path = _folder.Write("library", Data.Filled(10, 1));
        using MemoryMap old = MemoryMap.OpenFile(path);
        File.Move(_folder.Write("new", Data.Filled(10, 2)), path, overwrite: true);
        using MemoryMap current = MemoryMap.OpenFile(path);

        List<ProcessMapping> found = Find(path);
        Assert.Equal(new[] { old.Address, current.Address }.Order(), found.Select(static m => m.Start));
        Assert.Equal(path + " (deleted)", found.Single(m => m.Start == old.Address).Path);
        Assert.Equal(path, found.Single(m => m.Start == current.Address).Path);
    }

    [Fact]
    public void Several_files_are_found_in_one_search_and_other_processes_too()
    {
        string first = _folder.Write("first", Data.Filled(10, 1));
        string second = _folder.Write("second", Data.Filled(10, 1));
        using MemoryMap map = MemoryMap.OpenFile(second);
        using SleepingProcess sleep = new();
        MappedFileFinder finder = new([first, second, "/bin/sleep"]);

        Assert.Equal(second, Assert.Single(finder.Find(Environment.ProcessId)).Path);
        List<ProcessMapping> program = [.. finder.Find(sleep.Id)];
        Assert.InRange(program.Count, 2, 10);
        Assert.All(program, static m => Assert.EndsWith("/bin/sleep", m.Path, StringComparison.Ordinal));
        Assert.Empty(finder.Missing);
    }

    [Fact]
    public void Details_come_for_the_mappings_of_the_file_only()
    {
        string path = _folder.Write("file", Data.Filled(10, 1));
        using MemoryMap map = MemoryMap.OpenFile(path);
        MappedFileFinder finder = new([path]);

        Assert.Equal(map.Address, Assert.IsType<ProcessMappingDetail>(Assert.Single(finder.Find(Environment.ProcessId, detailed: true))).Start);
        using SleepingProcess sleep = new();
        Assert.Empty(finder.Find(sleep.Id, detailed: true));
    }

    [Fact]
    public void A_file_that_does_not_exist_is_missing_until_a_deleted_one_is_found()
    {
        string gone = _folder.Write("gone", Data.Filled(10, 1));
        string never = _folder.Combine("never");
        using MemoryMap map = MemoryMap.OpenFile(gone);
        File.Delete(gone);
        MappedFileFinder finder = new([gone, never]);

        Assert.Equal([gone, never], finder.Missing);
        Assert.Single(finder.Find(Environment.ProcessId));
        Assert.Equal([never], finder.Missing);
    }

    [Fact]
    public void A_file_system_that_shows_another_device_in_maps_than_in_stat_does_not_matter()
    {
        foreach (string name in new[] { "lower", "upper", "work" })
        {
            Directory.CreateDirectory(_folder.Combine(name));
        }

        File.WriteAllBytes(_folder.Combine("lower/file"), Data.Filled(10, 1));
        using Mount overlay = Mount.Create("overlay", "overlay", $"lowerdir={_folder.Combine("lower")},upperdir={_folder.Combine("upper")},workdir={_folder.Combine("work")}");
        string path = overlay.Combine("file");
        using MemoryMap map = MemoryMap.OpenFile(path);

        Assert.Equal(map.Address, Assert.Single(Find(path)).Start);
    }

    private static List<ProcessMapping> Find(string path) => [.. new MappedFileFinder([path]).Find(Environment.ProcessId)];
}
