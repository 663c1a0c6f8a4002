using System;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Unnamed files in memory.</summary>
[OnlyOn("Linux", "about memfd_create(2)")]
public sealed class MemoryFileTests
{
    private const int Size = 100_000;

    [Fact]
    public void A_memory_file_is_zero_and_can_be_written()
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = Size });
        byte[] content = Data.Random(Size);
        Assert.Equal(new byte[Size], map.Read());
        map.Write(0, content);

        Assert.Equal(content, map.Read());
        Assert.Equal(MapKind.MemoryFile, map.Kind);
        Assert.Equal(Size, map.FileLength);
        Assert.Null(map.Name);
        Assert.Equal("rw-s", ProcMaps.At(map)!.Permissions);
        Assert.True(map.GetHealth().IsHealthy);
    }

    [Fact]
    public void Another_process_reads_it_by_its_path()
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = 10 });
        map.WriteString(0, "helloworld");

        Assert.Equal("helloworld", ProcessRunner.Run("cat", map.Path!).Output);
    }

    [Fact]
    public void Another_process_maps_and_changes_it()
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = Size });
        ProcessResult child = ProcessRunner.Python(
            "import mmap, os, sys; fd = os.open(sys.argv[1], os.O_RDWR); m = mmap.mmap(fd, 0); m[99990:99999] = b'from them'; print(len(m))",
            map.Path!);

        Assert.Equal("100000", child.Output.Trim());
        Assert.Equal("from them", map.ReadString(99_990, 9));
    }

    [Fact]
    public void Our_own_second_map_of_its_path_is_the_same_memory()
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = 100 });
        using MemoryMap second = MemoryMap.OpenFile(map.Path!);
        map.WriteByte(50, 8);

        Assert.Equal(8, second.ReadByte(50));
    }

    [Fact]
    public void Its_space_is_allocated_unless_sparse()
    {
        using MemoryMap full = MemoryMap.CreateMemoryFile(new() { Size = Size });
        using MemoryMap sparse = MemoryMap.CreateMemoryFile(new() { Size = Size, Sparse = true });

        Assert.NotEqual("0", ProcessRunner.Run("stat", "-L", "-c", "%b", full.Path!).Output.Trim());
        Assert.Equal("0", ProcessRunner.Run("stat", "-L", "-c", "%b", sparse.Path!).Output.Trim());
        Assert.Equal(new byte[Size], sparse.Read());
    }

    [Fact]
    public void A_size_is_needed()
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => MemoryMap.CreateMemoryFile(new()));
        Expect.Failure(MmapErrorKind.NegativeOffset, static () => MemoryMap.CreateMemoryFile(new() { Size = -1 }));
        Assert.Throws<ArgumentNullException>(static () => MemoryMap.CreateMemoryFile(null!));
    }

    [Fact]
    public void It_cannot_be_executed_as_a_program()
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = 4 });
        const int sealExec = 0x20;
        int seals = Interop.Linux.Libc.fcntl(map.Backing!.File, Interop.Linux.FileConstants.F_GET_SEALS, 0);

        Assert.Equal(sealExec, seals & sealExec);
        Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(map.Path!) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute));
    }

    [Fact]
    public void It_is_gone_when_it_is_disposed()
    {
        MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = Size });
        string target = new FileInfo(map.Path!).LinkTarget!;
        Assert.StartsWith("/memfd:MmapModule", target, StringComparison.Ordinal);
        ulong inode = map.Backing!.Identity.Inode;
        map.Dispose();

        // Its descriptor's number may belong to something else by now.
        using MemoryMap other = MemoryMap.CreateMemoryFile(new() { Size = 1 });
        Assert.NotEqual(inode, other.Backing!.Identity.Inode);
        Assert.Equal(MapState.Closed, map.State);
    }
}
