using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The errors that the manual pages of the system calls name, brought about through the engine.</summary>
public sealed class ManualErrorTests
{
    private static readonly int s_page = Data.PageSize;

    private static readonly Dictionary<string, (MmapErrorKind Kind, Action<string> Act)> s_cases = new()
    {
        ["mmap EBADF: a closed handle"] = (MmapErrorKind.BadDescriptor, static path =>
        {
            SafeFileHandle handle = File.OpenHandle(path);
            handle.Dispose();
            MemoryMap.OpenHandle(handle);
        }),
        ["mmap EACCES: a handle that cannot read"] = (MmapErrorKind.AccessDenied, static path =>
        {
            using SafeFileHandle handle = File.OpenHandle(path, access: FileAccess.Write);
            MemoryMap.OpenHandle(handle);
        }),
        ["mmap EACCES: shared writing with a handle that cannot write"] = (MmapErrorKind.AccessDenied, static path =>
        {
            using SafeFileHandle handle = File.OpenHandle(path);
            MemoryMap.OpenHandle(handle, new() { Protection = MapProtection.ReadWrite });
        }),
        ["mmap EACCES: private writing with a handle that cannot read"] = (MmapErrorKind.AccessDenied, static path =>
        {
            using SafeFileHandle handle = File.OpenHandle(path, access: FileAccess.Write);
            MemoryMap.OpenHandle(handle, new() { Protection = MapProtection.Write, IsPrivate = true });
        }),
        ["mmap EACCES: writing alone with a handle that cannot read"] = (MmapErrorKind.AccessDenied, static path =>
        {
            using SafeFileHandle handle = File.OpenHandle(path, access: FileAccess.Write);
            MemoryMap.OpenHandle(handle, new() { Protection = MapProtection.Write });
        }),
        ["mmap EEXIST: an address that is taken"] = (MmapErrorKind.AddressInUse, static path =>
        {
            using MemoryMap map = MemoryMap.OpenFile(path);
            MemoryMap.OpenFile(path, new() { Address = map.Address, Flags = MapFlags.FixedNoReplace });
        }),
        ["mmap EINVAL: a fixed address between pages"] = (MmapErrorKind.InvalidArgument, static path => MemoryMap.OpenFile(path, new() { Address = 0x7000_0000_0001, Flags = MapFlags.FixedNoReplace })),
        ["mmap ENODEV: a folder"] = (MmapErrorKind.NotMappable, static _ => MemoryMap.OpenFile("/")),
        ["mmap EOVERFLOW: a range beyond 63 bits"] = (MmapErrorKind.RangeOverflow, static path => MemoryMap.OpenFile(path, new() { Offset = long.MaxValue, Length = 2 })),
        ["munmap EINVAL: half a page"] = (MmapErrorKind.InvalidArgument, static path => Use(path, static map => map.RemovePart(0, 100))),
        ["munmap EINVAL: more than is mapped"] = (MmapErrorKind.RegionOutOfRange, static path => Use(path, static map => map.RemovePart(2L * s_page, 2L * s_page))),
        ["munmap EINVAL: below zero"] = (MmapErrorKind.NegativeOffset, static path => Use(path, static map => map.RemovePart(-s_page, s_page))),
        ["msync ENOMEM: past the end"] = (MmapErrorKind.RegionOutOfRange, static path => Use(path, static map => map.Sync(2L * s_page, 2L * s_page))),
        ["msync ENOMEM: a part that is unmapped"] = (MmapErrorKind.RangeNotMapped, static path => UseWithHole(path, static map => map.Sync(0, 3L * s_page))),
        ["msync EINVAL: to wait and not to wait"] = (MmapErrorKind.InvalidArgument, static path => Use(path, static map => map.Sync(options: new() { IsAsync = true, IsDurable = true }))),
        ["msync EBUSY: to invalidate what is locked"] = (MmapErrorKind.RegionLocked, static path =>
        {
            using MemoryMap map = MemoryMap.OpenFile(path, new() { Flags = MapFlags.Locked });
            map.Sync(options: new() { Invalidate = true });
        }),
        ["mlock EINVAL: a range beyond 63 bits"] = (MmapErrorKind.RangeOverflow, static path => Use(path, static map => map.Lock(s_page, long.MaxValue))),
        ["mlock ENOMEM: a part that is unmapped"] = (MmapErrorKind.RangeNotMapped, static path => UseWithHole(path, static map => map.Lock(0, 3L * s_page))),
        ["munlock ENOMEM: a part that is unmapped"] = (MmapErrorKind.RangeNotMapped, static path => UseWithHole(path, static map => map.Unlock(0, 3L * s_page))),
        ["mprotect EACCES: writing to a file that is open for reading"] = (MmapErrorKind.AccessDenied, static path => Use(path, static map => map.Protect(MapProtection.ReadWrite))),
        ["mprotect EINVAL: half a page"] = (MmapErrorKind.InvalidArgument, static path => Use(path, static map => map.Protect(MapProtection.None, 10, 10))),
        ["mprotect ENOMEM: a part that is unmapped"] = (MmapErrorKind.RangeNotMapped, static path => UseWithHole(path, static map => map.Protect(MapProtection.None, 0, 3L * s_page))),
        ["madvise EINVAL: an advice that there is not"] = (MmapErrorKind.InvalidArgument, static path => Use(path, static map => map.Advise((MapAdvice)4711))),
        ["madvise EINVAL: to free pages of a file"] = (MmapErrorKind.InvalidArgument, static path => Use(path, static map => map.Advise(MapAdvice.Free))),
        ["madvise EINVAL: to wipe pages of a file"] = (MmapErrorKind.InvalidArgument, static path => Use(path, static map => map.Advise(MapAdvice.WipeOnFork))),
        ["madvise EINVAL: to wipe shared memory"] = (MmapErrorKind.InvalidArgument, static _ =>
        {
            using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = s_page });
            map.Advise(MapAdvice.WipeOnFork);
        }),
        ["madvise EINVAL: to wipe private pages of a file"] = (MmapErrorKind.InvalidArgument, static path =>
        {
            using MemoryMap map = MemoryMap.OpenFile(path, new() { IsPrivate = true });
            map.Advise(MapAdvice.WipeOnFork);
        }),
        ["madvise EINVAL: to drop pages that are locked"] = (MmapErrorKind.InvalidArgument, static path =>
        {
            using MemoryMap map = MemoryMap.OpenFile(path, new() { Flags = MapFlags.Locked });
            map.Advise(MapAdvice.DontNeed);
        }),
        ["madvise EACCES: to remove pages of a file that is open for reading"] = (MmapErrorKind.AccessDenied, static path => Use(path, static map => map.Advise(MapAdvice.Remove))),
        ["madvise EINVAL: to remove private pages"] = (MmapErrorKind.InvalidArgument, static _ =>
        {
            using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = s_page, IsPrivate = true });
            map.Advise(MapAdvice.Remove);
        }),
        ["madvise ENOMEM: a part that is unmapped"] = (MmapErrorKind.RangeNotMapped, static path => UseWithHole(path, static map => map.Advise(MapAdvice.Random, 0, 3L * s_page))),
        ["mremap EFAULT: a map with a hole"] = (MmapErrorKind.InvalidArgument, static path => UseWithHole(path, static map => map.Resize(s_page))),
        ["mremap EINVAL: a length below zero"] = (MmapErrorKind.NegativeOffset, static path => Use(path, static map => map.Resize(-1))),
        ["mremap: more than the file has"] = (MmapErrorKind.RegionOutOfRange, static path => Use(path, static map => map.Resize(4L * s_page))),
        ["ftruncate: a file that is open for reading"] = (MmapErrorKind.AccessDenied, static path => Use(path, static map => map.Resize(4L * s_page, new ResizeOptions { ResizeFile = true }))),
        ["mincore ENOMEM: past the end"] = (MmapErrorKind.RegionOutOfRange, static path => Use(path, static map => _ = map.GetResidency(2L * s_page, 2L * s_page))),
        ["mincore ENOMEM: a part that is unmapped"] = (MmapErrorKind.RangeNotMapped, static path => UseWithHole(path, static map => _ = map.GetResidency(0, 3L * s_page))),
    };

    public static TheoryData<string> Cases => new(s_cases.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    [OnlyOn("Linux", "the errors are those of the manual pages of Linux")]
    public void Each_is_an_error_with_its_kind(string name)
    {
        using TempFile file = new(new byte[3 * s_page]);
        (MmapErrorKind kind, Action<string> act) = s_cases[name];

        Expect.Failure(kind, () => act(file.Path));
        Assert.Equal(new byte[3 * s_page], file.Read());
    }

    private static void Use(string path, Action<MemoryMap> act)
    {
        using MemoryMap map = MemoryMap.OpenFile(path);
        act(map);
    }

    private static void UseWithHole(string path, Action<MemoryMap> act) => Use(path, map =>
    {
        map.RemovePart(s_page, s_page);
        act(map);
    });
}
