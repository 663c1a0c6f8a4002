using System;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Copy-on-write maps.</summary>
public sealed class PrivateMapTests
{
    private readonly byte[] _content = Data.Random(4 * Data.PageSize);

    [Fact]
    public void Changes_are_seen_in_the_map_and_nowhere_else()
    {
        using TempFile file = new(_content);
        using MemoryMap map = Open(file);
        using MemoryMap second = Open(file);
        map.Write(100, Data.Filled(5_000, 0xAB));
        map.Flush();

        Assert.Equal(Data.Filled(5_000, 0xAB), map.Read(100, 5_000));
        Assert.Equal(_content, second.Read());
        map.Dispose();
        Assert.Equal(_content, file.Read());
    }

    [Fact]
    [OnlyOn("Linux", "sets the mode of a file")]
    public void A_file_that_may_only_be_read_can_be_changed_privately()
    {
        using TempFile file = new(_content);
        File.SetUnixFileMode(file.Path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Privileges.AsNobody(() =>
        {
            Expect.Failure(MmapErrorKind.AccessDenied, () => MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite }));
            using MemoryMap map = Open(file);
            map.WriteByte(0, 1);
            Assert.Equal(1, map.ReadByte(0));
        });
    }

    [Fact]
    public void Pages_not_yet_touched_show_later_changes_of_the_file_and_touched_ones_do_not()
    {
        using TempFile file = new(_content);
        using MemoryMap map = Open(file);
        map.WriteByte(1, 7);
        file.Overwrite(0, Data.Filled(4 * Data.PageSize, 0xCC));

        Assert.Equal(_content[0], map.ReadByte(0));
        Assert.Equal(7, map.ReadByte(1));
        Assert.Equal(_content[2..Data.PageSize], map.Read(2, Data.PageSize - 2));
        Assert.Equal(Data.Filled(3 * Data.PageSize, 0xCC), map.Read(Data.PageSize));
    }

    [Fact]
    public void Changes_of_shared_memory_and_memory_files_can_be_private_too()
    {
        using SharedName name = new();
        using MemoryMap shared = MemoryMap.OpenSharedMemory(name.Value, SharedMemoryMode.Create, new() { Size = 100 });
        using MemoryMap copy = MemoryMap.OpenSharedMemory(name.Value, SharedMemoryMode.Open, new() { IsPrivate = true });
        copy.WriteByte(5, 1);
        Assert.Equal((1, 0), (copy.ReadByte(5), shared.ReadByte(5)));

        using MemoryMap memoryFile = MemoryMap.CreateMemoryFile(new() { Size = 100, IsPrivate = true });
        memoryFile.WriteByte(5, 1);
        Assert.Equal(0, TempFile.Read(memoryFile.Path!)[5]);
    }

    [Fact]
    public void Private_anonymous_memory_belongs_to_one_map()
    {
        using MemoryMap first = MemoryMap.CreateAnonymous(new() { Size = 100, IsPrivate = true });
        using MemoryMap second = MemoryMap.CreateAnonymous(new() { Size = 100, IsPrivate = true });
        first.WriteByte(0, 1);

        Assert.Equal(0, second.ReadByte(0));
        Assert.NotEqual(first.Address, second.Address);
    }

    [Theory]
    [InlineData(MapProtection.Read)]
    [InlineData(MapProtection.ReadWrite)]
    [OnlyOn("Linux", "uses MS_INVALIDATE")]
    public void Syncing_a_private_map_writes_nothing(MapProtection protection)
    {
        using TempFile file = new(_content);
        DateTime before = File.GetLastWriteTimeUtc(file.Path);
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = protection, IsPrivate = true });
        map.Sync(options: new() { IsDurable = true });
        map.Sync(options: new() { IsAsync = true });
        map.Sync(100, 200, new() { Invalidate = true });

        Assert.Equal(before, File.GetLastWriteTimeUtc(file.Path));
        Assert.Equal(_content, file.Read());
    }

    private static MemoryMap Open(TempFile file) =>
        MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, IsPrivate = true });
}
