using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using MmapModule.Platform;
using MmapModule.Platform.MacOS;
using MmapModule.Platform.MacOS.Files;
using Xunit;

namespace MmapModule.Core.Tests;

/// <summary>The platform for macOS, as far as it can be examined elsewhere: nothing here calls macOS.</summary>
public sealed class MacOSPlatformTests
{
    private static readonly MacOSPlatform s_platform = new();

    private static MapBacking Memory => new()
    {
        File = new SafeFileHandle(-1, ownsHandle: false),
        Type = BackingType.RegularFile,
        Identity = default,
        IsWritable = true,
        IsCoherent = false,
        IsNetwork = false,
        NeedsProcessorCopy = false,
        MemoryLength = 4096,
    };

    [Theory]
    [InlineData(Architecture.X64, true)]
    [InlineData(Architecture.Arm64, true)]
    [InlineData(Architecture.X86, false)]
    public void It_is_chosen_on_64_bit_macOS_only(Architecture architecture, bool isChosen)
    {
        Assert.Equal(isChosen, MapPlatform.Select(is64BitLinux: false, architecture, isWindows: false, isMacOS: true) is MacOSPlatform);
        Assert.IsNotType<MacOSPlatform>(MapPlatform.Select(is64BitLinux: true, architecture));
        Assert.IsNotType<MacOSPlatform>(MapPlatform.Select(is64BitLinux: false, architecture, isWindows: true));
    }

    [Fact]
    public void It_has_files_maps_copies_names_and_limits_and_nothing_else()
    {
        List<string> missing = [];
        foreach (PropertyInfo seam in typeof(IMapPlatform).GetProperties().Where(static property => property.PropertyType.IsInterface))
        {
            object there = Assert.IsAssignableFrom<object>(seam.GetValue(s_platform));
            if (there == MissingPlatform.Instance)
            {
                missing.Add(seam.Name);
            }
        }

        Assert.Equal(["FileWatching", "Locks", "Processes", "Queues", "Semaphores"], missing.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_it_cannot_do_is_PlatformNotSupported()
    {
        MapRequest anonymous = new() { Length = 4096, Protection = MapProtection.ReadWrite, IsPrivate = true };
        MapRequest file = anonymous with { Backing = Memory };
        foreach (Action act in (Action[])[
            () => s_platform.SealPages(0, 4096, null, 0),
            () => s_platform.AddSeals(Memory, MapSeals.Write),
            () => s_platform.CheckSealable(Memory, MapSeals.Write),
            () => s_platform.PrivatePages(0, 4096),
            () => s_platform.StartWriteback(Memory, 0, 4096),
            () => s_platform.CreateMemoryFile("m", 2 * 1024 * 1024),
            () => s_platform.CreateProcessSnapshot(Environment.ProcessId, 0, 4096, null, CancellationToken.None),
            () => s_platform.Map(anonymous with { SegmentId = 1 }),
            () => s_platform.Map(file),
            () => s_platform.Lock(0, 4096, onFault: true, anonymous, default),
            () => s_platform.Advise(0, 4096, MapAdvice.PageOut, anonymous, default),
            () => s_platform.Advise(0, 4096, MapAdvice.DontNeed, file, default),
            () => s_platform.Cache.Evict(Memory, new MapRange(0, 4096)),
            () => s_platform.SharedMemory.Names(),
            () => s_platform.SharedMemory.OpenSegment(1, allowForeignOwner: false),
        ])
        {
            Assert.Equal(MmapErrorKind.PlatformNotSupported, Assert.Throws<MmapException>(act).Kind);
        }
    }

    [Fact]
    public void Advice_that_would_lose_bytes_of_others_is_refused() =>
        Assert.Equal(
            MmapErrorKind.InvalidArgument,
            Assert.Throws<MmapException>(static () => s_platform.Advise(0, 4096, MapAdvice.Free, new MapRequest { Length = 4096, Protection = MapProtection.ReadWrite }, default)).Kind);

    [Fact]
    public void Memory_with_a_name_keeps_its_size()
    {
        using MapBacking memory = Memory;
        Assert.Equal(4096, s_platform.GetLength(memory));
        Assert.Equal(4096, s_platform.KeptLength(memory));
        s_platform.Grow(memory, 4096, Allocation.Required, null, CancellationToken.None);
        Assert.Equal(MmapErrorKind.InvalidArgument, Assert.Throws<MmapException>(() => s_platform.Grow(memory, 8192, Allocation.Required, null, CancellationToken.None)).Kind);
        Assert.Equal(MmapErrorKind.InvalidArgument, Assert.Throws<MmapException>(() => s_platform.Shrink(memory, 1)).Kind);
        Assert.Equal(MmapErrorKind.FlagNotSupported, Assert.Throws<MmapException>(() => s_platform.PunchHole(memory, new MapRange(0, 4096))).Kind);
        Assert.Null(s_platform.UndoGrowth(memory, 8192, 4096));
        s_platform.FlushFile(memory);
    }

    [Fact]
    public void A_wait_looks_again_and_again()
    {
        Assert.False(s_platform.Waiting.CanSleepOn(null, isPrivate: false));
        Assert.Null(s_platform.Waiting.OpenSignal(null, isPrivate: false));
        Assert.False(s_platform.Waiting.Sleep([0], [0], 1));
        s_platform.Waiting.Wake(0);
    }

    [Theory]
    [InlineData("a", "/a\0")]
    [InlineData("123456789012345678901234567890", "/123456789012345678901234567890\0")]
    [InlineData("ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ", "/ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ\0")]
    public void Names_have_a_slash_and_at_most_31_bytes(string name, string native) =>
        Assert.Equal(native, System.Text.Encoding.UTF8.GetString(MacOSSharedMemory.NativeName(name)));

    [Theory]
    [InlineData("1234567890123456789012345678901")]
    [InlineData("ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄx")]
    public void A_longer_name_is_an_error_before_anything_is_opened(string name)
    {
        MmapException error = Assert.Throws<MmapException>(() => s_platform.SharedMemory.Open(name, SharedMemoryMode.OpenOrCreate, 4096, writable: true, allowForeignOwner: false, null));
        Assert.Equal(MmapErrorKind.InvalidArgument, error.Kind);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }
}
