using System;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What is left of files when their file system is full.</summary>
[OnlyOn("Linux", "mounts a tmpfs")]
public sealed class FullFileSystemTests
{
    private const int Size = 1 << 20;

    [Fact]
    public void Needs_root_Writing_into_a_hole_of_a_full_file_system_is_NoSpace()
    {
        using Mount mount = Mount.Tmpfs("size=1m,mode=0777");
        string path = mount.Combine("sparse");
        using MemoryMap map = MemoryMap.OpenFile(path, new() { Size = 4 * Size, Sparse = true, Protection = MapProtection.ReadWrite });
        Fill(mount);

        MmapException error = Expect.Failure(MmapErrorKind.NoSpace, () => map.Write(100, [1]));
        Assert.Equal((100, 1, 0, true), (error.Offset, error.Length, error.BytesTransferred, error.IsWrite));
        Assert.Equal(path, error.Path);
        Assert.Equal(MapState.Open, map.State);
        Assert.Equal(new byte[Size], map.Read(0, Size));
    }

    [Fact]
    public void Needs_root_A_long_write_says_how_many_bytes_found_room()
    {
        using Mount mount = Mount.Tmpfs("size=1m,mode=0777");
        using MemoryMap map = MemoryMap.OpenFile(mount.Combine("sparse"), new() { Size = 4 * Size, Sparse = true, Protection = MapProtection.ReadWrite });
        byte[] bytes = Data.Filled(4 * Size, 0x11);
        MmapException error = Expect.Failure(MmapErrorKind.NoSpace, () => map.Write(0, bytes));

        Assert.InRange(error.BytesTransferred, Size / 2, Size);
        Assert.Equal(bytes[..(int)error.BytesTransferred], map.Read(0, error.BytesTransferred));
        Assert.Equal(error.BytesTransferred, error.Offset);
    }

    [Fact]
    public void Needs_root_A_private_map_of_a_hole_needs_no_space_of_the_file_system()
    {
        using Mount mount = Mount.Tmpfs("size=1m,mode=0777");
        string path = mount.Combine("sparse");
        File.WriteAllBytes(path, []);
        using (FileStream stream = File.OpenWrite(path))
        {
            stream.SetLength(Size);
        }

        using MemoryMap map = MemoryMap.OpenFile(path, new() { Protection = MapProtection.ReadWrite, IsPrivate = true });
        map.WriteByte(10, 3);
        Assert.Equal(3, map.ReadByte(10));
    }

    [Fact]
    public void Needs_root_When_space_is_freed_the_same_write_works()
    {
        using Mount mount = Mount.Tmpfs("size=1m,mode=0777");
        using MemoryMap map = MemoryMap.OpenFile(mount.Combine("sparse"), new() { Size = Size, Sparse = true, Protection = MapProtection.ReadWrite });
        string filler = Fill(mount);
        Expect.Failure(MmapErrorKind.NoSpace, () => map.WriteByte(0, 1));
        File.Delete(filler);
        map.WriteByte(0, 1);

        Assert.Equal(1, map.ReadByte(0));
        Assert.True(map.GetHealth().IsHealthy);
    }

    [Fact]
    public void Needs_root_A_file_that_does_not_fit_is_not_left_behind()
    {
        using Mount mount = Mount.Tmpfs("size=1m,mode=0777");
        string path = mount.Combine("new");
        MmapException error = Expect.Failure(MmapErrorKind.NoSpace, () => MemoryMap.OpenFile(path, new() { Size = 2 * Size }));

        Assert.Equal(("ENOSPC", path), (error.ErrnoName, error.Path));
        Assert.Empty(Directory.GetFileSystemEntries(mount.Path));
        using MemoryMap map = MemoryMap.OpenFile(path, new() { Size = Size / 2 });
        Assert.Equal(Size / 2, map.Length);
    }

    [Fact]
    public void Needs_root_A_file_that_cannot_grow_keeps_its_length_and_content()
    {
        using Mount mount = Mount.Tmpfs("size=1m,mode=0777");
        string path = mount.Combine("old");
        byte[] content = Data.Random(100_000);
        File.WriteAllBytes(path, content);
        Expect.Failure(MmapErrorKind.NoSpace, () => MemoryMap.OpenFile(path, new() { Size = 2 * Size }));

        Assert.Equal(content, TempFile.Read(path));

        // What the failed attempt had taken is free again.
        File.WriteAllBytes(mount.Combine("other"), new byte[Size - 200_000]);
    }

    [Fact]
    public void Needs_root_A_full_file_system_of_blocks_is_NoSpace_too()
    {
        using TempFile image = new(8L << 20);
        Needs.Root("to mount a small file system");
        Assert.True(ProcessRunner.Run("mkfs.ext4", "-q", "-F", "-O", "^has_journal", image.Path).Succeeded);
        using Mount mount = Mount.Create("ext4", image.Path, "loop");
        using MemoryMap map = MemoryMap.OpenFile(mount.Combine("sparse"), new() { Size = 64 * Size, Sparse = true, Protection = MapProtection.ReadWrite });
        MmapException error = Expect.Failure(MmapErrorKind.NoSpace, () => map.Write(0, new byte[32 * Size]));

        Assert.InRange(error.BytesTransferred, Size, 8 * Size);
        Assert.Equal(error.BytesTransferred, error.Offset);
    }

    /// <summary>Takes all the space that is left.</summary>
    internal static string Fill(Mount mount)
    {
        string path = mount.Combine("filler");
        using FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[Data.PageSize];
        try
        {
            while (true)
            {
                stream.Write(page);
            }
        }
        catch (IOException)
        {
            return path;
        }
    }
}
