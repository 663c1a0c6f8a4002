using System;
using System.IO;
using MmapModule.Platform;
using MmapModule.Platform.Linux.Files;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Seals of memory files, and what they forbid.</summary>
[OnlyOn("Linux", "about seals of memfd_create(2)")]
public sealed class SealTests
{
    private static readonly int s_size = 2 * Data.PageSize;

    [Theory]
    [InlineData(MapSeals.Shrink)]
    [InlineData(MapSeals.Grow)]
    [InlineData(MapSeals.FutureWrite)]
    [InlineData(MapSeals.Shrink | MapSeals.Grow | MapSeals.Seal)]
    public void Seals_are_put_on_and_the_map_goes_on_working(MapSeals seals)
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = 100, Seals = seals });
        map.WriteByte(0, 1);

        Assert.Equal(1, map.ReadByte(0));
        Assert.Equal(seals, LinuxFile.Seals(map.Backing!.File) & seals);
    }

    [Theory]
    [InlineData(MapSeals.None, true, true, true, true)]
    [InlineData(MapSeals.Write, false, false, true, true)]
    [InlineData(MapSeals.FutureWrite, false, false, true, true)]
    [InlineData(MapSeals.Shrink, true, true, false, true)]
    [InlineData(MapSeals.Grow, true, false, true, false)]
    [InlineData(MapSeals.Shrink | MapSeals.Grow, true, false, false, false)]
    public void Each_seal_forbids_what_it_says_and_nothing_else(MapSeals seals, bool canWrite, bool canWritePast, bool canShrink, bool canGrow)
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = s_size, Seals = seals, Protection = MapProtection.Read });
        using FileStream file = new(map.Path!, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);

        Assert.Equal(0, file.ReadByte());
        Assert.Equal(canWrite, Works(() => Write(file, 0)));
        Assert.Equal(canWritePast, Works(() => Write(file, s_size)));
        Assert.Equal(canGrow, Works(() => file.SetLength(3L * s_size)));
        Assert.Equal(canShrink, Works(() => file.SetLength(s_size / 2)));
    }

    [Fact]
    public void A_file_that_cannot_shrink_cannot_be_truncated_by_another_process()
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = 100, Seals = MapSeals.Shrink });
        ProcessResult child = ProcessRunner.Run("truncate", "-s", "0", map.Path!);

        Assert.False(child.Succeeded);
        Assert.Equal(100, map.FileLength);
    }

    [Fact]
    public void A_file_that_cannot_grow_is_refused_a_larger_size()
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = 100, Seals = MapSeals.Grow });

        MmapException error = Expect.Failure(MmapErrorKind.Sealed, () => MemoryMap.OpenFile(map.Path!, new() { Size = 5_000 }));
        Assert.Equal("EPERM", error.ErrnoName);
    }

    [Fact]
    public void The_write_seal_is_refused_while_the_file_is_mapped_for_writing()
    {
        MmapException error = Expect.Failure(
            MmapErrorKind.SealBusy,
            static () => MemoryMap.CreateMemoryFile(new() { Size = 100, Seals = MapSeals.Write }));
        Assert.Equal("EBUSY", error.ErrnoName);
    }

    [Fact]
    public void The_advice_about_the_write_seal_works()
    {
        MmapException error = Assert.Throws<MmapException>(static () => MemoryMap.CreateMemoryFile(new() { Size = 100, Seals = MapSeals.Write }));
        Assert.Contains("Protection Read", error.RecommendedAction, StringComparison.Ordinal);

        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = 100, Seals = MapSeals.Write, Protection = MapProtection.Read });

        Assert.Equal(MapSeals.Write, LinuxFile.Seals(map.Backing!.File) & MapSeals.Write);
    }

    [Theory]
    [InlineData(MapSeals.Write)]
    [InlineData(MapSeals.FutureWrite)]
    public void A_file_sealed_against_writing_can_be_mapped_for_reading_or_privately(MapSeals seal)
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = 100, Seals = seal, Protection = MapProtection.Read, IsPrivate = true });

        Expect.Failure(MmapErrorKind.Sealed, () => MemoryMap.OpenFile(map.Path!, new() { Protection = MapProtection.ReadWrite }));
        using MemoryMap copy = MemoryMap.OpenFile(map.Path!, new() { Protection = MapProtection.ReadWrite, IsPrivate = true });
        copy.WriteByte(0, 5);
        Assert.Equal((5, 0), (copy.ReadByte(0), map.ReadByte(0)));
    }

    [Fact]
    public void Nothing_can_be_added_after_the_last_seal()
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = 100, Seals = MapSeals.Seal });

        Expect.Failure(MmapErrorKind.Sealed, () => AddSeal(map));
    }

    [Fact]
    public void The_message_names_the_seals()
    {
        using MemoryMap map = MemoryMap.CreateMemoryFile(new() { Size = 100, Seals = MapSeals.Grow | MapSeals.Seal });

        MmapException error = Expect.Failure(MmapErrorKind.Sealed, () => AddSeal(map));
        Assert.Contains("Grow", error.Message, StringComparison.Ordinal);
        Assert.Contains("Seal", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_memory_files_can_be_sealed()
    {
        using TempFile file = new(new byte[100]);

        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenFile(file.Path, new() { Seals = MapSeals.Shrink }));
        Expect.Failure(MmapErrorKind.InvalidArgument, static () => MemoryMap.CreateAnonymous(new() { Size = 100, Seals = MapSeals.Shrink }));
        Assert.Empty(ProcFiles.OpenOn(file.Path));
    }

    [Fact]
    public void A_map_that_could_not_be_sealed_is_closed()
    {
        using TempFolder folder = new();
        string path = folder.Combine("new");
        Expect.Failure(MmapErrorKind.InvalidArgument, () => MemoryMap.OpenFile(path, new() { Size = 100, Seals = MapSeals.Shrink }));

        Assert.False(ProcMaps.Shows(path));
        Assert.False(File.Exists(path));
    }

    private static void AddSeal(MemoryMap map) => MapPlatform.Current.AddSeals(map.Backing!, MapSeals.Shrink);

    private static void Write(FileStream file, long position)
    {
        file.Position = position;
        file.WriteByte(1);
    }

    private static bool Works(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
