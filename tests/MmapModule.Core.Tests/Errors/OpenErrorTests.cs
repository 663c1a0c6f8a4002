using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Errors of opening, one id for each reason.</summary>
[OnlyOn("Linux", "names errno and open(2)")]
public sealed class OpenErrorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ENOENT_a_missing_file_or_folder_is_PathNotFound()
    {
        Fails(MmapErrorKind.PathNotFound, "ENOENT", _folder.Combine("none"));
        Fails(MmapErrorKind.PathNotFound, "ENOENT", _folder.Combine("none/none"), new() { Size = 10 });
        File.CreateSymbolicLink(_folder.Combine("dangling"), "/none");
        Fails(MmapErrorKind.PathNotFound, "ENOENT", _folder.Combine("dangling"));
    }

    [Fact]
    public void ENOTDIR_a_file_used_as_a_folder_is_PathNotFound()
    {
        string file = _folder.Write("file", [1]);
        Fails(MmapErrorKind.PathNotFound, "ENOTDIR", file + "/below");
    }

    [Fact]
    public void ELOOP_links_in_a_circle_are_PathNotFound()
    {
        File.CreateSymbolicLink(_folder.Combine("a"), "b");
        File.CreateSymbolicLink(_folder.Combine("b"), "a");
        MmapException error = Fails(MmapErrorKind.PathNotFound, "ELOOP", _folder.Combine("a"));
        Assert.Contains("loop", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ENAMETOOLONG_is_InvalidArgument()
    {
        Fails(MmapErrorKind.InvalidArgument, "ENAMETOOLONG", _folder.Combine(new string('x', 256)));
        Fails(MmapErrorKind.InvalidArgument, "ENAMETOOLONG", _folder.Path + string.Concat(Enumerable.Repeat("/folder", 700)));
    }

    [Fact]
    public void EISDIR_a_folder_is_NotMappable()
    {
        foreach (MemoryMapOptions options in new MemoryMapOptions[] { new(), new() { Protection = MapProtection.ReadWrite }, new() { Size = 10 } })
        {
            MmapException error = Expect.Failure(MmapErrorKind.NotMappable, () => MemoryMap.OpenFile(_folder.Path, options));
            Assert.Contains("folder", error.Message, StringComparison.Ordinal);
            Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ENODEV_a_pipe_is_NotMappable_at_once()
    {
        string pipe = _folder.Combine("pipe");
        Assert.Equal(0, TestLibc.mkfifo(pipe, 0x180));
        foreach (MemoryMapOptions options in new MemoryMapOptions[] { new(), new() { Protection = MapProtection.ReadWrite }, new() { Size = 10 } })
        {
            Task<MmapException> opening = Task.Run(() => Expect.Failure(MmapErrorKind.NotMappable, () => MemoryMap.OpenFile(pipe, options)));
            MmapException error = await opening.WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Contains("pipe", error.Message, StringComparison.Ordinal);
            Assert.Contains("Snapshot", error.RecommendedAction, StringComparison.Ordinal);
        }

        Assert.True(File.Exists(pipe));
    }

    [Fact]
    public void ENXIO_a_socket_is_NotMappable()
    {
        string path = _folder.Combine("socket");
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        MmapException error = Expect.Failure(MmapErrorKind.NotMappable, () => MemoryMap.OpenFile(path));

        Assert.Contains("socket", error.Message, StringComparison.Ordinal);
        Expect.Failure(MmapErrorKind.NotMappable, () => MemoryMap.CreateSnapshot(path));
    }

    [Fact]
    public void EACCES_a_file_without_permission_is_AccessDenied()
    {
        string secret = _folder.Write("secret", [1]);
        File.SetUnixFileMode(secret, UnixFileMode.UserRead);
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1ED);
        Privileges.AsNobody(() =>
        {
            Fails(MmapErrorKind.AccessDenied, "EACCES", secret);
            Fails(MmapErrorKind.AccessDenied, "EACCES", _folder.Combine("new"), new() { Size = 10 });
            Expect.Failure(MmapErrorKind.AccessDenied, () => MemoryMap.CreateSnapshot(secret));
        });
        Assert.False(File.Exists(_folder.Combine("new")));
    }

    [Fact]
    public void EROFS_a_read_only_file_system_is_AccessDenied_for_writing_only()
    {
        using Mount mount = Mount.Tmpfs("size=1m,mode=0777");
        string path = mount.Combine("file");
        File.WriteAllBytes(path, [1, 2, 3]);
        mount.Remount("ro");

        MmapException error = Fails(MmapErrorKind.AccessDenied, "EROFS", path, new() { Protection = MapProtection.ReadWrite });
        Assert.Contains("read-only", error.Message, StringComparison.Ordinal);
        Fails(MmapErrorKind.AccessDenied, "EROFS", mount.Combine("new"), new() { Size = 10 });
        using MemoryMap map = MemoryMap.OpenFile(path, new() { Protection = MapProtection.ReadWrite, IsPrivate = true });
        map.WriteByte(0, 9);
        Assert.Equal([9, 2, 3], map.Read());
    }

    [Fact]
    public void ETXTBSY_a_running_program_is_TextFileBusy_for_writing_only()
    {
        string program = _folder.Combine("sleep");
        Assert.True(ProcessRunner.Run("cp", "/bin/sleep", program).Succeeded);
        using Process process = ProcessRunner.Start(program, null, "60");
        try
        {
            Assert.True(SpinWait.SpinUntil(() => process.MainModule?.FileName == program, TimeSpan.FromSeconds(10)));
            Fails(MmapErrorKind.TextFileBusy, "ETXTBSY", program, new() { Protection = MapProtection.ReadWrite });
            using MemoryMap map = MemoryMap.OpenFile(program);
            Assert.Equal("ELF", map.ReadString(1, 3));
            using MemoryMap copy = MemoryMap.OpenFile(program, new() { Protection = MapProtection.ReadWrite, IsPrivate = true });
            copy.WriteByte(0, 0);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private static MmapException Fails(MmapErrorKind kind, string errno, string path, MemoryMapOptions? options = null)
    {
        MmapException error = Expect.Failure(kind, () => MemoryMap.OpenFile(path, options));
        Assert.Equal((errno, "open", path), (error.ErrnoName, error.NativeCall, error.Path));
        return error;
    }
}
