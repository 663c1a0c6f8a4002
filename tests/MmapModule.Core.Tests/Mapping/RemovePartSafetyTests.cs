using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Nobody touches a part that has been unmapped, whoever has the addresses now.</summary>
public sealed class RemovePartSafetyTests
{
    private static readonly int s_page = Data.PageSize;

    [Fact]
    public void A_hole_in_the_middle_of_a_long_write_is_not_passed_over_in_silence()
    {
        const int size = 12 * 1024 * 1024;
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = size });
        map.RemovePart(size - s_page, s_page);
        MmapException error = Expect.Failure(MmapErrorKind.RangeNotMapped, () => map.Write(0, Data.Filled(size, 1)));

        byte[] landed = map.Read(0, size - s_page);
        int count = landed.AsSpan().IndexOfAnyExcept((byte)1);
        Assert.Equal(count < 0 ? landed.Length : count, error.BytesTransferred);
    }

    [Fact]
    [OnlyOn("Linux", "asks for addresses by the rules of mmap(2)")]
    public void Disposing_does_not_touch_what_is_mapped_in_the_hole_now()
    {
        MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 32 * s_page });
        ulong hole = map.Address + (ulong)(8 * s_page);
        using MemoryMap inner = MemoryMap.CreateMemoryFile(new() { Size = 8 * s_page, Address = hole, Flags = MapFlags.Fixed });
        inner.WriteByte(0, 42);
        map.Dispose();

        Assert.Equal(42, inner.ReadByte(0));
        Assert.NotNull(ProcMaps.At(hole));
    }

    [Fact]
    public async Task Readers_never_notice_more_than_the_hole()
    {
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 256 * s_page, IsPrivate = true });
        map.Write(0, Data.Filled(256 * s_page, 3));
        using CancellationTokenSource end = new();
        Task reading = Task.Run(() =>
        {
            byte[] buffer = new byte[s_page];
            for (int round = 0; !end.IsCancellationRequested; round++)
            {
                try
                {
                    map.Read((long)(round % 256) * s_page, buffer);
                    Assert.Equal(-1, buffer.AsSpan().IndexOfAnyExcept((byte)3));
                }
                catch (MmapException error) when (error.Kind == MmapErrorKind.RangeNotMapped)
                {
                    // That page is gone.
                }
            }
        });
        for (int page = 0; page < 256; page += 2)
        {
            map.RemovePart((long)page * s_page, s_page);
        }

        end.Cancel();
        await reading.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(3, map.ReadByte(s_page));
    }
}
