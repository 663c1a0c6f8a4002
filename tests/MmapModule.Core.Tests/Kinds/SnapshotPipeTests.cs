using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Snapshots of pipes, which end when their writer does.</summary>
[OnlyOn("Linux", "uses pipes of Linux")]
public sealed class SnapshotPipeTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_pipe_is_read_to_its_end()
    {
        using TempFolder folder = new();
        string pipe = folder.Combine("pipe");
        Assert.Equal(0, TestLibc.mkfifo(pipe, 0x180));
        byte[] content = Data.Random(2_500_000);
        Task writing = Task.Run(() => File.WriteAllBytes(pipe, content));
        using MemoryMap map = await Task.Run(() => MemoryMap.CreateSnapshot(pipe)).WaitAsync(s_limit);
        await writing;

        Assert.Equal(content, map.Read());
    }

    [Fact]
    public async Task Waiting_for_a_writer_can_be_cancelled()
    {
        using TempFolder folder = new();
        string pipe = folder.Combine("pipe");
        Assert.Equal(0, TestLibc.mkfifo(pipe, 0x180));
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(100));
        Task<MemoryMap> copying = Task.Run(() => MemoryMap.CreateSnapshot(pipe, cancellation: source.Token));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copying.WaitAsync(s_limit));
    }

    [Fact]
    public async Task A_slow_writer_is_waited_for()
    {
        using TempFolder folder = new();
        string pipe = folder.Combine("pipe");
        Assert.Equal(0, TestLibc.mkfifo(pipe, 0x180));
        Task<MemoryMap> copying = Task.Run(() => MemoryMap.CreateSnapshot(pipe));
        using (FileStream writer = File.OpenWrite(pipe))
        {
            writer.Write("first "u8);
            writer.Flush();
            await Task.Delay(300);
            writer.Write("second"u8);
        }

        using MemoryMap map = await copying.WaitAsync(s_limit);
        Assert.Equal("first second", map.ReadString());
    }

    [Fact]
    public async Task Waiting_for_more_from_a_pipe_can_be_cancelled()
    {
        using TempFolder folder = new();
        string pipe = folder.Combine("pipe");
        Assert.Equal(0, TestLibc.mkfifo(pipe, 0x180));
        using CancellationTokenSource source = new();
        Task<MemoryMap> copying = Task.Run(() => MemoryMap.CreateSnapshot(pipe, cancellation: source.Token));
        using (FileStream writer = File.OpenWrite(pipe))
        {
            writer.Write(new byte[3_000_000]);
            source.Cancel();
            try
            {
                writer.Write(new byte[3_000_000]);
            }
            catch (IOException)
            {
                // The reader has gone, as it should.
            }
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copying.WaitAsync(s_limit));
    }
}
