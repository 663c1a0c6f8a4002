using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The list of shared memory objects and of those who use them.</summary>
public sealed class SharedMemoryCatalogTests : IDisposable
{
    private readonly SharedName _name = new();
    private readonly MemoryMap _map;

    public SharedMemoryCatalogTests() =>
        _map = MemoryMap.OpenSharedMemory(_name.Value, SharedMemoryMode.Create, new() { Size = 5_000 });

    public void Dispose()
    {
        _map.Dispose();
        _name.Dispose();
    }

    [Fact]
    [OnlyOn("Linux", "it is a file with a mode, an owner and a time")]
    public void An_object_is_listed_and_described()
    {
        Assert.Contains(_name.Value, SharedMemoryCatalog.Names());
        SharedMemoryInfo info = Describe();

        Assert.Equal((_name.Value, 5_000, "0600", Environment.UserName), (info.Name, info.Size, info.Mode, info.Owner));
        Assert.Contains(Environment.ProcessId, info.ProcessId);
        Assert.False(info.IsOrphan);
        Assert.InRange(info.LastWriteTime!.Value, DateTime.Now.AddMinutes(-5), DateTime.Now.AddSeconds(5));
        Assert.Equal(_name.Value, info.ToString());
    }

    [Fact]
    [OnlyOn("Linux", "elsewhere it goes with its last map")]
    public void Without_a_process_it_is_an_orphan()
    {
        _map.Dispose();
        SharedMemoryInfo info = Describe();

        Assert.True(info.IsOrphan);
        Assert.Empty(info.ProcessId);
    }

    [Fact]
    public void Another_process_that_maps_it_is_shown()
    {
        using Process child = ProcessRunner.Start(
            "python3",
            null,
            "-c",
            "import mmap, os, sys; fd = os.open(sys.argv[1], os.O_RDWR); m = mmap.mmap(fd, 0); os.close(fd); print('mapped', flush=True); sys.stdin.read()",
            _name.Path);
        try
        {
            Assert.Equal("mapped", child.StandardOutput.ReadLine());
            _map.Dispose();

            // The program may run behind a small wrapper, so its number is not asserted.
            SharedMemoryInfo info = Describe();
            Assert.False(info.IsOrphan);
            Assert.DoesNotContain(Environment.ProcessId, info.ProcessId);
        }
        finally
        {
            child.StandardInput.Close();
            child.WaitForExit();
        }
    }

    [Fact]
    [OnlyOn("Linux", "removes a name that is in use")]
    public void A_removed_object_is_gone_by_name_and_lives_on_in_its_maps()
    {
        _map.WriteByte(0, 7);
        SharedMemoryCatalog.Remove("/" + _name.Value);

        Assert.DoesNotContain(_name.Value, SharedMemoryCatalog.Names());
        Assert.Empty(SharedMemoryCatalog.Describe([_name.Value]));
        Assert.Equal(7, _map.ReadByte(0));
        Assert.True(_map.GetHealth().IsDeleted);
        MmapException error = Expect.Failure(MmapErrorKind.SharedMemoryNotFound, () => SharedMemoryCatalog.Remove(_name.Value));
        Assert.Equal("unlink", error.NativeCall);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../../tmp/x")]
    [OnlyOn("Linux", "about /dev/shm")]
    public void A_name_that_leads_elsewhere_is_not_removed(string name)
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, () => SharedMemoryCatalog.Remove(name));
        Assert.Throws<ArgumentNullException>(static () => SharedMemoryCatalog.Remove(null!));
    }

    [Fact]
    [OnlyOn("Linux", "names are those of files")]
    public void A_name_that_leads_elsewhere_is_not_described()
    {
        using TempFile outside = new([1]);
        string name = ".." + "/.." + outside.Path;

        Assert.True(File.Exists("/dev/shm/" + name));
        SharedMemoryInfo[] found = [];
        _ = Record.Exception(() => found = [.. SharedMemoryCatalog.Describe([name])]);
        Assert.Empty(found);
    }

    [Fact]
    public void Somebody_elses_object_cannot_be_removed()
    {
        _map.Dispose();
        Privileges.AsNobody(() =>
        {
            MmapException error = Assert.Throws<MmapException>(() => SharedMemoryCatalog.Remove(_name.Value));
            Assert.Contains(error.Kind, new[] { MmapErrorKind.AccessDenied, MmapErrorKind.NotPermitted });
        });
        Assert.True(File.Exists(_name.Path));
    }

    private SharedMemoryInfo Describe() => Assert.Single(SharedMemoryCatalog.Describe([_name.Value]));
}
