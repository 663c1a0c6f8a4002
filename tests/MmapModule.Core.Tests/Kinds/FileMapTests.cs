using System;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Maps of ordinary files.</summary>
public sealed class FileMapTests
{
    [Fact]
    public void By_default_the_whole_file_is_mapped_shared_for_reading()
    {
        byte[] content = Data.Random(10_000);
        using TempFile file = new(content);
        DateTime before = DateTime.Now;
        using MemoryMap map = MemoryMap.OpenFile(file.Path);

        Assert.Equal(content, map.Read());
        Assert.Equal(MapKind.File, map.Kind);
        Assert.Equal(file.Path, map.Path);
        Assert.Equal(Path.GetFileName(file.Path), map.Name);
        Assert.Equal(10_000, map.Length);
        Assert.Equal(0, map.FileOffset);
        Assert.Equal(10_000, map.FileLength);
        Assert.Equal(MapProtection.Read, map.Protection);
        Assert.Equal(MapFlags.File, map.Flags);
        Assert.False(map.IsPrivate);
        Assert.Equal(MapState.Open, map.State);
        Assert.Null(map.SyncError);
        Assert.InRange(map.Created, before, DateTime.Now);
        Assert.Equal("r--s", ProcMaps.At(map)!.Permissions);
        Assert.Equal(file.Path, ProcMaps.At(map)!.Path);
    }

    [Fact]
    public void Helloworld_becomes_3210()
    {
        using TempFile file = new("helloworld"u8.ToArray());
        using (MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite }))
        {
            map.WriteInt32(0, 0x30313233);
        }

        Assert.Equal("3210oworld"u8.ToArray(), file.Read());
    }

    [Fact]
    public void What_others_write_is_seen_at_once_and_the_other_way_round()
    {
        using TempFile file = new(new byte[100]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        file.Overwrite(10, [1, 2, 3]);
        map.Write(20, [4, 5, 6]);

        Assert.Equal([1, 2, 3], map.Read(10, 3));
        Assert.Equal([4, 5, 6], file.Read()[20..23]);
    }

    [Fact]
    public void Two_maps_of_one_file_are_the_same_memory()
    {
        using TempFile file = new(new byte[100]);
        using MemoryMap writer = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
        using MemoryMap reader = MemoryMap.OpenFile(file.Path);
        writer.WriteString(5, "two views");

        Assert.Equal("two views", reader.ReadString(5, 9));
        Assert.NotEqual(writer.Id, reader.Id);
        Assert.NotEqual(writer.Address, reader.Address);
    }

    [Fact]
    public void A_relative_path_is_made_absolute()
    {
        using TempFile file = new([1]);
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, file.Path);
        using MemoryMap map = MemoryMap.OpenFile(relative);

        Assert.Equal(file.Path, map.Path);
    }

    [Theory]
    [InlineData("with space and ünïcödé €.bin")]
    [InlineData("[brackets]*?.bin")]
    [InlineData("new\nline.bin")]
    [InlineData(" (deleted)")]
    [OnlyOn("Linux", "uses names that Windows does not have")]
    public void Any_file_name_is_accepted(string name)
    {
        using TempFolder folder = new();
        string path = folder.Write(name, [1, 2, 3]);
        using MemoryMap map = MemoryMap.OpenFile(path);

        Assert.Equal([1, 2, 3], map.Read());
        Assert.Equal(name, map.Name);
    }

    [Fact]
    [OnlyOn("Linux", "makes a symbolic link, which Wine cannot")]
    public void A_symbolic_link_is_followed()
    {
        using TempFolder folder = new();
        File.CreateSymbolicLink(folder.Combine("link"), folder.Write("target", [7]));
        using MemoryMap map = MemoryMap.OpenFile(folder.Combine("link"));

        Assert.Equal([7], map.Read());
        Assert.False(map.GetHealth().IsReplaced);
    }

    [Fact]
    public void A_missing_path_is_an_argument_error()
    {
        Assert.Throws<ArgumentNullException>(static () => MemoryMap.OpenFile(null!));
        Assert.Throws<ArgumentException>(static () => MemoryMap.OpenFile(string.Empty));
    }

    [Fact]
    public void A_map_describes_itself()
    {
        using TempFile file = new(new byte[12]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);

        Assert.Equal($"Map {map.Id}: {file.Path} [12 bytes]", map.ToString());
    }
}
