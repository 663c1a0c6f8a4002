using System;
using System.IO.MemoryMappedFiles;
using System.Linq;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Named memory on Windows: sections of the paging file.</summary>
[OnlyOn("Windows", "named memory is a section there")]
public sealed class WindowsSharedMemoryTests
{
    private readonly string _name = TestRun.Name + "-" + Guid.NewGuid().ToString("N");

    [Fact]
    public void It_goes_with_its_last_map()
    {
        MemoryMap first = Create(100);
        using (MemoryMap second = Open())
        {
            first.Dispose();
            second.WriteByte(0, 1);
            Assert.Contains(_name, SharedMemoryCatalog.Names());
        }

        Expect.Failure(MmapErrorKind.SharedMemoryNotFound, () => Open());
        Assert.DoesNotContain(_name, SharedMemoryCatalog.Names());
    }

    [Fact]
    public void Who_gives_the_size_gets_that_length_and_others_get_whole_pages()
    {
        using MemoryMap creator = Create(5_000);
        using MemoryMap same = MemoryMap.OpenSharedMemory(_name, options: new() { Size = 5_000 });
        using MemoryMap other = Open();

        Assert.Equal((5_000, 5_000, 8_192), (creator.Length, same.Length, other.Length));
        Assert.Equal(8_192, Assert.Single(SharedMemoryCatalog.Describe([_name])).Size);
    }

    [Fact]
    public void It_keeps_its_size()
    {
        using MemoryMap map = Create(100);
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenSharedMemory(_name, SharedMemoryMode.Open, new() { Size = 10_000 }));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenSharedMemory(_name + "x", SharedMemoryMode.Create, new() { Size = 0 }));
        Assert.Equal(100, map.Length);
    }

    [Fact]
    public void It_is_what_other_programs_open_by_that_name()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Windows only");
        using MemoryMappedFile theirs = MemoryMappedFile.CreateNew(_name, 4_096);
        using MemoryMappedViewAccessor view = theirs.CreateViewAccessor();
        using MemoryMap ours = Open();
        view.Write(10, 42);
        Assert.Equal(42, ours.ReadByte(10));
        ours.WriteByte(11, 43);
        Assert.Equal(43, view.ReadByte(11));
    }

    [Fact]
    public void Names_are_local_unless_they_say_otherwise()
    {
        using MemoryMap local = Create(1);
        using MemoryMap global = MemoryMap.OpenSharedMemory(@"Global\" + _name, SharedMemoryMode.Create, new() { Size = 1 });
        using MemoryMap again = MemoryMap.OpenSharedMemory(@"Local\" + _name, SharedMemoryMode.Open);
        local.WriteByte(0, 1);

        Assert.Equal((1, 0), (again.ReadByte(0), global.ReadByte(0)));
        Assert.Equal([_name, @"Global\" + _name], SharedMemoryCatalog.Names().Where(name => name.EndsWith(_name, StringComparison.Ordinal)).OrderBy(static name => name.Length));
    }

    [Theory]
    [InlineData(@"a\b")]
    [InlineData(@"global\a")]
    [InlineData(@"Global\a\b")]
    [InlineData(@"Global\")]
    public void A_backslash_is_for_the_prefix_only(string name) =>
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenSharedMemory(name, options: new() { Size = 1 }));

    [Fact]
    public void The_name_of_an_event_is_taken()
    {
        using EventWaitHandle other = new(false, EventResetMode.ManualReset, _name);
        Expect.Failure(MmapErrorKind.InvalidArgument, () => Create(1));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => Open());
    }

    [Fact]
    public void It_is_listed_with_this_process_and_cannot_be_removed()
    {
        using MemoryMap map = Create(1);
        SharedMemoryInfo info = Assert.Single(SharedMemoryCatalog.Describe([_name]));

        Assert.Equal([Environment.ProcessId], info.ProcessId);
        Assert.Equal((_name, false, false, (DateTime?)null), (info.Name, info.IsOrphan, info.Reliable, info.LastWriteTime));
        Expect.Failure(MmapErrorKind.PlatformNotSupported, () => SharedMemoryCatalog.Remove(_name));
        Expect.Failure(MmapErrorKind.SharedMemoryNotFound, () => SharedMemoryCatalog.Remove(_name + "x"));
    }

    [Fact]
    public void What_only_other_systems_have_says_so()
    {
        Expect.Failure(MmapErrorKind.PlatformNotSupported, () => MemoryMap.OpenSharedMemory(_name, options: new() { Size = 1, Permission = (System.IO.UnixFileMode)0x1B6 }));
        Expect.Failure(MmapErrorKind.PlatformNotSupported, () => MemoryMap.OpenSegmentKey(5, options: new() { Size = 1 }));
        Expect.Failure(MmapErrorKind.PlatformNotSupported, () => MemoryMap.OpenSegment(5));
        Expect.Failure(MmapErrorKind.PlatformNotSupported, static () => SharedMemoryCatalog.Segments());
        Expect.Failure(MmapErrorKind.PlatformNotSupported, static () => SharedSemaphore.OpenKey(5));
        MemoryMap.OpenSharedMemory(_name, options: new() { Size = 1, Permission = (System.IO.UnixFileMode)0x180 }).Dispose();
    }

    [Fact]
    public void Opening_it_all_the_time_leaves_nothing()
    {
        for (int round = 0; round < 200; round++)
        {
            Create(100_000).Dispose();
        }

        using MemoryMap last = Create(100);
        Assert.Equal(0, last.ReadByte(0));
    }

    private MemoryMap Create(long size) => MemoryMap.OpenSharedMemory(_name, SharedMemoryMode.Create, new() { Size = size });

    private MemoryMap Open() => MemoryMap.OpenSharedMemory(_name, SharedMemoryMode.Open);
}
