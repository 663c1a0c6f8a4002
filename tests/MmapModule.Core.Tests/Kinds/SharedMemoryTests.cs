using System;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Opening, creating and removing shared memory.</summary>
public sealed class SharedMemoryTests : IDisposable
{
    private readonly SharedName _name = new();

    public void Dispose() => _name.Dispose();

    [Fact]
    [OnlyOn("Linux", "it is a file with a mode")]
    public void A_new_object_belongs_to_its_owner_only()
    {
        using MemoryMap map = Create(10_000);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_name.Path));
        Assert.Equal(10_000, new FileInfo(_name.Path).Length);
        Assert.Equal(MapKind.SharedMemory, map.Kind);
        Assert.Equal(_name.Value, map.Name);
        Assert.Equal(_name.Path, map.Path);
        Assert.Equal(MapProtection.ReadWrite, map.Protection);
        Assert.Equal("rw-s", ProcMaps.At(map)!.Permissions);
    }

    [Fact]
    public void Another_program_shares_it()
    {
        using MemoryMap map = Create(100);
        map.WriteString(0, "from us");
        ProcessResult child = ProcessRunner.Python(
            "import sys; from multiprocessing import shared_memory, resource_tracker; "
            + "s = shared_memory.SharedMemory(sys.argv[1]); resource_tracker.unregister(s._name, 'shared_memory'); "
            + "print(bytes(s.buf[:7]).decode()); s.buf[50:59] = b'from them'; s.close()",
            _name.Value);

        Assert.Equal(("from us", string.Empty), (child.Output.Trim(), child.Error.Trim()));
        Assert.Equal("from them", map.ReadString(50, 9));
    }

    [Fact]
    [OnlyOn("Linux", "elsewhere it goes with its last map")]
    public void It_outlives_its_maps()
    {
        Create(100).Dispose();
        using (MemoryMap writer = Open())
        {
            writer.WriteByte(99, 42);
        }

        using MemoryMap reader = Open();
        Assert.Equal(42, reader.ReadByte(99));
    }

    [Fact]
    public void Create_refuses_a_name_that_is_taken()
    {
        using MemoryMap map = Create(100);
        map.WriteByte(0, 1);
        MmapException error = Expect.Failure(MmapErrorKind.SharedMemoryExists, () => Create(200));

        Assert.Equal(OperatingSystem.IsWindows() ? "ERROR_ALREADY_EXISTS" : "EEXIST", error.ErrnoName);
        Assert.Contains(_name.Value, error.Message, StringComparison.Ordinal);
        Assert.Equal(100, OperatingSystem.IsWindows() ? map.GetHealth().FileLength : new FileInfo(_name.Path).Length);
        Assert.Equal(1, map.ReadByte(0));
    }

    [Fact]
    public void Create_needs_a_size()
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenSharedMemory(_name.Value, SharedMemoryMode.Create));
        Assert.False(File.Exists(_name.Path));
    }

    [Fact]
    public void Open_refuses_a_name_that_is_free()
    {
        MmapException error = Expect.Failure(MmapErrorKind.SharedMemoryNotFound, () => Open());
        Assert.Contains(_name.Value, error.Message, StringComparison.Ordinal);
        Expect.Failure(MmapErrorKind.SharedMemoryNotFound, () => MemoryMap.OpenSharedMemory(_name.Value, SharedMemoryMode.Open, new() { Size = 100 }));
        Expect.Failure(MmapErrorKind.SharedMemoryNotFound, () => MemoryMap.OpenSharedMemory(_name.Value));
        Assert.False(File.Exists(_name.Path));
    }

    [Fact]
    public void OpenOrCreate_does_either()
    {
        using MemoryMap first = MemoryMap.OpenSharedMemory(_name.Value, options: new() { Size = 100 });
        first.WriteByte(3, 9);
        using MemoryMap second = MemoryMap.OpenSharedMemory(_name.Value, options: new() { Size = 100 });
        using MemoryMap third = MemoryMap.OpenSharedMemory(_name.Value);

        Assert.Equal((9, 9), (second.ReadByte(3), third.ReadByte(3)));
    }

    [Fact]
    [OnlyOn("Linux", "elsewhere it keeps its size")]
    public void An_existing_object_grows_to_the_size_and_never_shrinks()
    {
        using MemoryMap small = Create(100);
        using MemoryMap grown = MemoryMap.OpenSharedMemory(_name.Value, SharedMemoryMode.Open, new() { Size = 9_000 });
        using MemoryMap same = MemoryMap.OpenSharedMemory(_name.Value, SharedMemoryMode.Open, new() { Size = 50 });

        Assert.Equal((100, 9_000, 9_000), (small.Length, grown.Length, same.Length));
    }

    [Fact]
    public void Part_of_it_can_be_mapped_for_reading()
    {
        using MemoryMap whole = Create(10_000);
        whole.Write(5_000, [1, 2, 3]);
        using MemoryMap part = MemoryMap.OpenSharedMemory(_name.Value, SharedMemoryMode.Open, new() { Offset = 5_000, Length = 3, Protection = MapProtection.Read });

        Assert.Equal([1, 2, 3], part.Read());
        Expect.Failure(MmapErrorKind.RegionProtected, () => part.WriteByte(0, 0));
    }

    [Fact]
    [OnlyOn("Linux", "it is a file, which can be a link")]
    public void A_link_planted_in_its_place_is_not_followed()
    {
        using TempFile target = new(new byte[100]);
        File.CreateSymbolicLink(_name.Path, target.Path);
        Expect.Failure(MmapErrorKind.PathNotFound, () => Open());
        Expect.Failure(MmapErrorKind.PathNotFound, () => MemoryMap.OpenSharedMemory(_name.Value, options: new() { Size = 200 }));

        Assert.Equal(100, target.Length);
    }

    [Fact]
    public void An_object_of_another_user_is_opened_only_if_that_is_allowed()
    {
        Needs.Root("to give a file away");
        Create(100).Dispose();
        Assert.Equal(0, TestLibc.chown(_name.Path, Privileges.Nobody, Privileges.Nobody));

        MmapException error = Expect.Failure(MmapErrorKind.NotPermitted, () => Open());
        Assert.Contains("nobody", error.Message, StringComparison.Ordinal);
        using MemoryMap map = MemoryMap.OpenSharedMemory(_name.Value, SharedMemoryMode.Open, new() { AllowForeignOwner = true });
        Assert.Equal(100, map.Length);
    }

    private MemoryMap Create(long size) => MemoryMap.OpenSharedMemory(_name.Value, SharedMemoryMode.Create, new() { Size = size });

    private MemoryMap Open() => MemoryMap.OpenSharedMemory(_name.Value, SharedMemoryMode.Open);
}
