using MmapModule.Mapping;
using MmapModule.Platform;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The kernel can refuse to unmap; nobody may believe then that the memory is free.</summary>
public sealed class UnmapRefusalTests
{
    [Fact]
    [OnlyOn("Linux", "lets munmap(2) fail")]
    public void Removing_a_map_reports_it_and_disposing_it_does_not_throw()
    {
        foreach (bool dispose in (bool[])[false, true])
        {
            MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = Data.PageSize });
            SafeMapHandle handle = map.Mapping.Handle;
            nint address = handle.Address;

            // The kernel unmaps nothing at an address that is no page.
            handle.Move(address + 1, handle.MappedLength);
            if (dispose)
            {
                map.Dispose();
            }
            else
            {
                Expect.Failure(MmapErrorKind.InvalidArgument, () => map.CloseOnce());
            }

            Assert.NotNull(handle.Refusal);
            Assert.Equal(MapState.Closed, map.State);
            Assert.DoesNotContain(map, MapRegistry.GetAll());
            Expect.Failure(MmapErrorKind.MapDisposed, () => map.ReadByte(0));
            Assert.NotNull(ProcMaps.At((ulong)address));
            MapPlatform.Current.Release(address, Data.PageSize, null);
        }
    }

    [Fact]
    public void A_map_that_was_unmapped_has_no_refusal()
    {
        MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = Data.PageSize });
        SafeMapHandle handle = map.Mapping.Handle;

        Assert.True(map.CloseOnce());
        Assert.False(map.CloseOnce());
        Assert.Null(handle.Refusal);
    }
}
