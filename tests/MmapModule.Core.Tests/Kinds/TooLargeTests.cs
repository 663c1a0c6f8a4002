using System;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What takes more memory than there is must fail at once, before the kernel begins to kill processes.</summary>
public sealed class TooLargeTests
{
    private const long TooMuch = 1L << 44;

    [Fact]
    public void A_memory_file_larger_than_memory_is_refused_before_it_fills_any()
    {
        Refused(static () => MemoryMap.CreateMemoryFile(new() { Size = TooMuch }));
    }

    [Fact]
    [OnlyOn("Linux", "Wine promises more memory than there is")]
    public void Shared_memory_larger_than_memory_is_refused_and_not_left_behind()
    {
        using SharedName name = new();
        Refused(() => MemoryMap.OpenSharedMemory(name.Value, SharedMemoryMode.Create, new() { Size = TooMuch }));

        Assert.False(File.Exists(name.Path));
    }

    [Fact]
    [OnlyOn("Linux", "a memory file of Windows is a file, which Wine cannot make as large")]
    public void Without_allocating_it_may_be_larger_than_memory()
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = TooMuch, Sparse = true });
        map.WriteByte(TooMuch - 1, 3);

        Assert.Equal(3, map.ReadByte(TooMuch - 1));
    }

    [Fact]
    public void A_snapshot_of_a_file_larger_than_memory_is_refused_before_it_fills_any()
    {
        Needs.Holes();
        using TempFile file = new(1L << 43);
        Refused(() => MemoryMap.CreateSnapshot(file.Path));
        using MemoryMap part = MemoryMap.CreateSnapshot(file.Path, new() { Length = 100 });

        Assert.Equal(new byte[100], part.Read());
    }

    private static void Refused(Func<MemoryMap> create)
    {
        MmapException error = Assert.Throws<MmapException>(() => create());

        Assert.Contains(error.Kind, new[] { MmapErrorKind.OutOfMemory, MmapErrorKind.NoSpace });
    }
}
