using System.IO;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Files;
using Xunit;

namespace MmapModule.Tests;

/// <summary>
/// A map that is put into the place of a part of another one, and then fails, leaves a hole. Another thread can map something
/// there at once, which the outer map must never read, write or unmap.
/// </summary>
[OnlyOn("Linux", "maps by mmap(2)")]
public sealed class ReplacedPartTests
{
    private const int Pages = 8;

    [Fact]
    public void Needs_root_The_place_of_a_failed_map_belongs_to_whoever_takes_it()
    {
        using Mount mount = Mount.Tmpfs("size=64k,mode=0777");
        string path = mount.Combine("sparse");
        using (FileStream stream = File.Create(path))
        {
            stream.SetLength(1 << 20);
        }

        FillUp(mount.Combine("filler"));
        MemoryMap outer = MemoryMap.CreateAnonymous(new() { Size = Pages * Data.PageSize, Protection = MapProtection.ReadWrite, IsPrivate = true });
        outer.Write(0, Data.Filled(Pages * Data.PageSize, 5));
        ulong place = outer.Address + (2UL * (ulong)Data.PageSize);

        // mmap has replaced the pages when it turns out that the file has no blocks for them.
        MmapException error = Expect.Failure(MmapErrorKind.NoSpace, () => MemoryMap.OpenFile(path, new()
        {
            Length = Data.PageSize,
            Protection = MapProtection.ReadWrite,
            Address = place,
            Flags = MapFlags.Fixed | MapFlags.Populate,
        }));
        Assert.True(error.HasUnmapped);

        using MemoryMap other = MemoryMap.CreateAnonymous(new()
        {
            Size = Data.PageSize,
            Protection = MapProtection.ReadWrite,
            IsPrivate = true,
            Address = place,
            Flags = MapFlags.FixedNoReplace,
        });
        other.WriteByte(7, 42);

        Expect.Failure(MmapErrorKind.RangeNotMapped, () => outer.ReadByte(2 * Data.PageSize));
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => outer.Write(0, new byte[Pages * Data.PageSize]));
        Expect.Failure(MmapErrorKind.RangeNotMapped, () => outer.RemovePart(2 * Data.PageSize, Data.PageSize));
        Assert.Equal(Data.Filled(2 * Data.PageSize, 5), outer.Read(0, 2 * Data.PageSize));
        Assert.Equal(Data.Filled(5 * Data.PageSize, 5), outer.Read(3 * Data.PageSize));

        outer.Dispose();
        Assert.NotNull(ProcMaps.At(place));
        Assert.Equal(42, other.ReadByte(7));
    }

    [Fact]
    public unsafe void What_others_have_mapped_in_a_hole_is_not_replaced()
    {
        using MemoryMap outer = MemoryMap.CreateAnonymous(new() { Size = Pages * Data.PageSize, Protection = MapProtection.ReadWrite, IsPrivate = true });
        outer.RemovePart(2 * Data.PageSize, Data.PageSize);
        nint place = (nint)outer.Address + (2 * Data.PageSize);
        const int flags = MMapConstants.MAP_PRIVATE | MMapConstants.MAP_ANONYMOUS | MMapConstants.MAP_FIXED_NOREPLACE;
        Assert.Equal(place, Libc.mmap(place, (nuint)Data.PageSize, MMapConstants.PROT_READ | MMapConstants.PROT_WRITE, flags, LinuxFile.None, 0));
        try
        {
            *(byte*)place = 42;
            Expect.Failure(MmapErrorKind.AddressInUse, () => MemoryMap.CreateAnonymous(new()
            {
                Size = Data.PageSize,
                Protection = MapProtection.ReadWrite,
                IsPrivate = true,
                Address = (ulong)place,
                Flags = MapFlags.Fixed,
            }));
            Assert.Equal(42, *(byte*)place);
        }
        finally
        {
            _ = Libc.munmap(place, (nuint)Data.PageSize);
        }
    }

    private static void FillUp(string path)
    {
        try
        {
            File.WriteAllBytes(path, new byte[1 << 20]);
        }
        catch (IOException)
        {
            // The file system is full now.
        }
    }
}
