using System;
using System.Globalization;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Flags whose failure the kernel hides and the engine shows.</summary>
[OnlyOn("Linux", "compares with /proc/self/smaps")]
public sealed class PopulateAndLockTests
{
    [Theory]
    [InlineData(MapProtection.None)]
    [InlineData(MapProtection.Read)]
    [InlineData(MapProtection.ReadWrite)]
    [InlineData(MapProtection.Write)]
    public void The_flag_Populate_fits_any_protection(MapProtection protection)
    {
        using TempFile file = new(new byte[5_000]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = protection, Flags = MapFlags.Populate });

        Assert.Equal(MapState.Open, map.State);
        Assert.NotNull(ProcMaps.At(map));
    }

    [Fact]
    public void Locking_memory_without_access_is_no_question_of_the_lock_limit()
    {
        MemoryMap? map = null;
        MmapException? error = Record.Exception(() =>
            map = MemoryMap.CreateAnonymous(new() { Size = 5_000, Protection = MapProtection.None, Flags = MapFlags.Locked })) as MmapException;
        map?.Dispose();

        Assert.NotEqual(MmapErrorKind.MemoryLockLimit, error?.Kind);
    }

    [Fact]
    public void Needs_root_Populating_a_hole_of_a_full_file_system_is_NoSpace()
    {
        using Mount mount = Mount.Tmpfs("size=1m,mode=0777");
        string path = mount.Combine("sparse");
        using (FileStream stream = File.Create(path))
        {
            stream.SetLength(1 << 20);
        }

        _ = FullFileSystemTests.Fill(mount);
        Expect.Failure(
            MmapErrorKind.NoSpace,
            () => MemoryMap.OpenFile(path, new() { Protection = MapProtection.ReadWrite, Flags = MapFlags.Populate }));
    }

    [Fact]
    public void Locked_memory_is_counted_as_locked_until_it_is_removed()
    {
        const int size = 1 << 20;
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = size, Flags = MapFlags.Locked });
        ulong address = map.Address;

        Assert.Equal("1024 kB", Field(address, "Locked:"));
        Assert.Contains(" lo", Field(address, "VmFlags:"), StringComparison.Ordinal);
    }

    [Fact]
    public void Populated_memory_is_resident_before_it_is_touched()
    {
        using MemoryMap populated = MemoryMap.CreateMemoryFile(new() { Size = 1 << 20, Flags = MapFlags.Populate });
        using MemoryMap plain = MemoryMap.CreateMemoryFile(new() { Size = 1 << 20 });

        Assert.Equal("1024 kB", Field(populated.Address, "Rss:"));
        Assert.Equal("0 kB", Field(plain.Address, "Rss:"));
    }

    /// <summary>A field of the mapping that starts at an address, from /proc/self/smaps.</summary>
    private static string? Field(ulong address, string name)
    {
        string start = address.ToString("x", CultureInfo.InvariantCulture) + "-";
        bool isOurs = false;
        foreach (string line in File.ReadAllLines("/proc/self/smaps"))
        {
            // A mapping begins with its range, and its fields begin with capital letters.
            isOurs = char.IsAsciiLetterUpper(line[0]) ? isOurs : line.StartsWith(start, StringComparison.Ordinal);
            if (isOurs && line.StartsWith(name, StringComparison.Ordinal))
            {
                return line[name.Length..].Trim();
            }
        }

        return null;
    }
}
