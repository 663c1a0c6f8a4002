using System;
using System.IO;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Which names shared memory can have.</summary>
public sealed class SharedMemoryNameTests
{
    [Fact]
    public void A_leading_slash_is_the_C_convention_for_the_same_name()
    {
        using SharedName name = new();
        using MemoryMap writer = MemoryMap.OpenSharedMemory("/" + name.Value, SharedMemoryMode.Create, new() { Size = 10 });
        writer.WriteByte(0, 5);
        using MemoryMap reader = MemoryMap.OpenSharedMemory(name.Value, SharedMemoryMode.Open);

        Assert.Equal(5, reader.ReadByte(0));
        Assert.Equal(name.Value, writer.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("//x")]
    [InlineData("a/b")]
    [InlineData("../tmp/x")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("/..")]
    [InlineData("a\0b")]
    public void A_name_that_could_lead_elsewhere_is_refused(string name)
    {
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenSharedMemory(name, SharedMemoryMode.OpenOrCreate, new() { Size = 10 }));
    }

    [Fact]
    [OnlyOn("Linux", "removes its file")]
    public void A_name_has_at_most_255_bytes()
    {
        string unique = "mmap-test-" + Guid.NewGuid().ToString("N");
        string longest = unique + new string('ü', (255 - unique.Length) / 2) + (unique.Length % 2 == 0 ? "x" : string.Empty);
        using (MemoryMap map = MemoryMap.OpenSharedMemory(longest, SharedMemoryMode.Create, new() { Size = 1 }))
        {
            File.Delete(map.Path!);
            Assert.True(map.GetHealth().IsDeleted);
        }

        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenSharedMemory(longest + "y", SharedMemoryMode.Create, new() { Size = 1 }));
    }

    [Fact]
    public void No_name_is_an_argument_error()
    {
        Assert.Throws<ArgumentNullException>(static () => MemoryMap.OpenSharedMemory(null!));
    }
}
