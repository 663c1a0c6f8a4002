using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Changing the protection of pages.</summary>
public sealed class ProtectTests
{
    private const int Pages = 16;
    private static readonly int s_page = Data.PageSize;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.PrivateFile)]
    [InlineData(SampleKind.SharedAnonymous)]
    [InlineData(SampleKind.PrivateAnonymous)]
    [InlineData(SampleKind.MemoryFile)]
    public void A_protected_part_can_be_neither_read_nor_written_and_the_rest_can(SampleKind kind)
    {
        byte[] content = Data.Random(Pages * s_page);
        using MapSample sample = new(kind, content);
        sample.Map.Protect(MapProtection.None, 4 * s_page, 2 * s_page);

        Assert.Equal("---", ProcMaps.At(sample.Map.Address + (ulong)(4 * s_page))!.Permissions[..3]);
        Expect.Failure(MmapErrorKind.RegionProtected, () => sample.Map.Read(0, Pages * s_page));
        Expect.Failure(MmapErrorKind.RegionProtected, () => sample.Map.Write((4 * s_page) - 1, new byte[2]));
        Assert.Equal(content[..(4 * s_page)], sample.Map.Read(0, 4 * s_page));
        Assert.Equal(content[(6 * s_page)..], sample.Map.Read(6 * s_page));
    }

    [Fact]
    public async Task Threads_that_read_and_write_survive_every_change()
    {
        using MapSample sample = new(SampleKind.PrivateAnonymous, new byte[Pages * s_page]);
        using CancellationTokenSource end = new(TimeSpan.FromMilliseconds(500));
        Task change = Task.Run(() =>
        {
            for (int round = 0; !end.IsCancellationRequested; round++)
            {
                sample.Map.Protect((MapProtection)(round % 4), round % Pages * s_page, s_page);
            }
        });
        Task use = Task.Run(() =>
        {
            for (int round = 0; !end.IsCancellationRequested; round++)
            {
                Tolerate(MmapErrorKind.RegionProtected, () => sample.Map.WriteByte(round % Pages * s_page, 1));
                Tolerate(MmapErrorKind.RegionProtected, () => sample.Map.Read(round % Pages * s_page, s_page));
            }
        });
        await Task.WhenAll(change, use).WaitAsync(s_limit);
        Assert.Equal(MapState.Open, sample.Map.State);
    }

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.PrivateAnonymous)]
    public async Task Threads_that_read_survive_resizing(SampleKind kind)
    {
        byte[] content = Data.Random(Pages * s_page);
        using MapSample sample = new(kind, content);
        using CancellationTokenSource end = new(TimeSpan.FromMilliseconds(500));
        Task resize = Task.Run(() =>
        {
            for (int round = 0; !end.IsCancellationRequested; round++)
            {
                sample.Map.Resize((round % 2 == 0 ? 1 : Pages) * s_page);
            }
        });
        Task use = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                Assert.Equal(content[..s_page], sample.Map.Read(0, s_page));
                Tolerate(MmapErrorKind.RegionOutOfRange, () => sample.Map.Read((Pages - 1) * s_page, s_page));
            }
        });
        await Task.WhenAll(resize, use).WaitAsync(s_limit);
    }

    [Fact]
    public void A_guard_page_in_plain_memory_is_an_error_and_not_the_end()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = Pages * s_page, IsPrivate = true });
        MmapException? refused = Record.Exception(() => map.Advise(MapAdvice.GuardInstall, s_page, s_page)) as MmapException;
        Assert.SkipWhen(refused is not null, "the kernel has no guard pages");

        Expect.Failure(MmapErrorKind.RegionProtected, () => map.ReadByte(s_page));
        Expect.Failure(MmapErrorKind.RegionProtected, () => map.WriteByte((2 * s_page) - 1, 1));
        map.WriteByte(0, 1);
        map.Advise(MapAdvice.GuardRemove, s_page, s_page);
        Assert.Equal(0, map.ReadByte(s_page));
    }

    [Fact]
    public void A_resize_that_fails_leaves_file_and_map_alone()
    {
        byte[] content = Data.Random(s_page);
        using TempFile file = new(content);
        using MemoryMap reserved = MemoryMap.CreateAnonymous(new() { Size = Pages * s_page, IsPrivate = true, Protection = MapProtection.None });
        using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite, Address = reserved.Address, Flags = MapFlags.Fixed });

        Expect.Failure(MmapErrorKind.OutOfMemory, () => map.Resize(4 * s_page, new() { ResizeFile = true, NoMove = true }));

        Assert.Equal(s_page, file.Length);
        Assert.Equal(content, map.Read());
    }

    private static void Tolerate(MmapErrorKind kind, Action action)
    {
        try
        {
            action();
        }
        catch (MmapException error) when (error.Kind == kind)
        {
            // The other thread was faster.
        }
    }
}
