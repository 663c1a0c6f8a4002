using System;
using System.IO;
using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Maps of handles that the caller has opened.</summary>
public sealed class HandleTests
{
    private readonly byte[] _content = Data.Random(10_000);

    [Fact]
    public void Closing_the_callers_handle_is_harmless()
    {
        using TempFile file = new(_content);
        SafeFileHandle handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using MemoryMap map = MemoryMap.OpenHandle(handle, new() { Protection = MapProtection.ReadWrite });
        handle.Dispose();
        map.WriteByte(0, 77);
        map.Flush();

        Assert.Equal(77, file.Read()[0]);
        Assert.Equal(_content[1..], map.Read(1));
        Assert.Equal(MapKind.Handle, map.Kind);
        Assert.Equal(file.Path, map.Path);
        Assert.Equal(Path.GetFileName(file.Path), map.Name);
        Assert.Equal(10_000, map.FileLength);
    }

    [Fact]
    public void Disposing_the_map_leaves_the_callers_handle_open()
    {
        using TempFile file = new(_content);
        using FileStream stream = File.OpenRead(file.Path);
        stream.Position = 500;
        MemoryMap map = MemoryMap.OpenHandle(stream.SafeFileHandle);
        _ = map.Read();
        map.Dispose();

        Assert.Equal(500, stream.Position);
        Assert.Equal(_content[500], stream.ReadByte());
    }

    [Fact]
    public void Any_part_can_be_mapped()
    {
        using TempFile file = new(_content);
        using SafeFileHandle handle = File.OpenHandle(file.Path);
        using MemoryMap map = MemoryMap.OpenHandle(handle, new() { Offset = 4_097, Length = 5_000 });

        Assert.Equal(_content[4_097..9_097], map.Read());
        Assert.Equal(MapProtection.Read, map.Protection);
    }

    [Fact]
    public void A_deleted_file_can_still_be_mapped_by_its_handle()
    {
        using TempFile file = new(_content);
        using SafeFileHandle handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        File.Delete(file.Path);
        using MemoryMap map = MemoryMap.OpenHandle(handle);

        Assert.Equal(_content, map.Read());
        Assert.Equal(_content, TempFile.Read(map.Path!));
    }

    [Fact]
    [OnlyOn("Linux", "names errno")]
    public void A_closed_handle_is_a_bad_descriptor()
    {
        using TempFile file = new(_content);
        SafeFileHandle handle = File.OpenHandle(file.Path);
        handle.Dispose();

        MmapException error = Expect.Failure(MmapErrorKind.BadDescriptor, () => MemoryMap.OpenHandle(handle));
        Assert.Equal("EBADF", error.ErrnoName);
        Expect.Failure(MmapErrorKind.BadDescriptor, static () => MemoryMap.OpenHandle(new SafeFileHandle(-1, ownsHandle: false)));
        Expect.Failure(MmapErrorKind.BadDescriptor, static () => MemoryMap.OpenHandle(new SafeFileHandle(1_000_000, ownsHandle: false)));
        Assert.Throws<ArgumentNullException>(static () => MemoryMap.OpenHandle(null!));
    }

    [Fact]
    [OnlyOn("Linux", "uses O_PATH")]
    public void A_handle_that_is_only_a_path_is_a_bad_descriptor()
    {
        using TempFile file = new(_content);
        using SafeFileHandle handle = Open(file, TestLibc.O_PATH);

        Expect.Failure(MmapErrorKind.BadDescriptor, () => MemoryMap.OpenHandle(handle));
    }

    [Theory]
    [InlineData(MapProtection.Read)]
    [InlineData(MapProtection.Write)]
    [InlineData(MapProtection.None)]
    [OnlyOn("Linux", "opens by open(2)")]
    public void A_handle_that_can_only_be_written_cannot_be_mapped(MapProtection protection)
    {
        using TempFile file = new(_content);
        using SafeFileHandle handle = Open(file, TestLibc.O_WRONLY);

        MmapException error = Expect.Failure(MmapErrorKind.AccessDenied, () => MemoryMap.OpenHandle(handle, new() { Protection = protection }));
        Assert.Equal("EACCES", error.ErrnoName);
    }

    [Fact]
    public void A_handle_that_can_only_be_read_can_be_written_privately()
    {
        using TempFile file = new(_content);
        using SafeFileHandle handle = File.OpenHandle(file.Path);
        Expect.Failure(MmapErrorKind.AccessDenied, () => MemoryMap.OpenHandle(handle, new() { Protection = MapProtection.ReadWrite }));
        using MemoryMap map = MemoryMap.OpenHandle(handle, new() { Protection = MapProtection.ReadWrite, IsPrivate = true });
        map.WriteByte(0, (byte)~_content[0]);

        Assert.Equal((byte)~_content[0], map.ReadByte(0));
        Assert.Equal(_content, file.Read());
    }

    [Fact]
    public void A_handle_that_can_only_be_read_cannot_make_its_file_longer()
    {
        using TempFile file = new(_content);
        using SafeFileHandle handle = File.OpenHandle(file.Path);

        Expect.Failure(MmapErrorKind.AccessDenied, () => MemoryMap.OpenHandle(handle, new() { Size = 20_000 }));
        Expect.Failure(MmapErrorKind.AccessDenied, () => MemoryMap.OpenHandle(handle, new() { Size = 20_000, Sparse = true }));
        Assert.Equal(10_000, file.Length);
    }

    [Fact]
    public void A_pipe_has_no_pages_to_map()
    {
        using AnonymousPipeServerStream pipe = new();
        using SafeFileHandle handle = new(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);

        MmapException error = Expect.Failure(MmapErrorKind.NotMappable, () => MemoryMap.OpenHandle(handle));
        Assert.Contains("pipe", error.Message, StringComparison.Ordinal);
    }

    private static SafeFileHandle Open(TempFile file, int flags) =>
        new(TestLibc.open(file.Path, flags | TestLibc.O_CLOEXEC, 0), ownsHandle: true);
}
