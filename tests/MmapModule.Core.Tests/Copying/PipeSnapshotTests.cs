using System;
using System.IO;
using System.Linq;
using System.Threading;
using MmapModule.Copying;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What is written to a path is collected, up to a limit, and no writer waits for a reader that has gone.</summary>
[OnlyOn("Linux", "reads pipes without a name")]
public sealed class PipeSnapshotTests
{
    private const int Patience = 60_000;

    [Fact]
    public void Every_byte_is_collected()
    {
        byte[] bytes = new byte[3_000_000];
        new Random(5).NextBytes(bytes);
        using PipeSnapshot pipe = new(bytes.Length, static () => throw new InvalidOperationException(), CancellationToken.None);
        using (FileStream writer = Open(pipe))
        {
            writer.Write(bytes);
        }

        Assert.Equal(bytes, pipe.Complete(Patience)!.Read(0, bytes.Length));
    }

    [Fact]
    public void Nothing_is_something_too()
    {
        using PipeSnapshot pipe = new(10, static () => throw new InvalidOperationException(), CancellationToken.None);
        Assert.Equal(0, pipe.Complete(Patience)!.Length);
    }

    [Fact]
    public void After_the_limit_writing_is_an_error()
    {
        using ManualResetEventSlim isEnough = new();
        using PipeSnapshot pipe = new(1000, isEnough.Set, CancellationToken.None);
        using FileStream writer = Open(pipe);

        Assert.Throws<IOException>(() => WriteForEver(writer));
        Assert.True(isEnough.Wait(Patience));
        Assert.Equal(1001, pipe.Complete(Patience)!.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stop_ends_reader_and_writers(bool isBefore)
    {
        using CancellationTokenSource stop = new();
        using ManualResetEventSlim isEnough = new();
        using PipeSnapshot pipe = new(long.MaxValue - 1, isEnough.Set, stop.Token);
        if (isBefore)
        {
            stop.Cancel();
            Assert.True(isEnough.Wait(Patience));
        }

        // To open it does not wait for ever, although nobody reads it any more.
        using FileStream writer = Open(pipe);
        if (!isBefore)
        {
            writer.Write(new byte[10]);
            stop.Cancel();
        }

        Assert.Throws<IOException>(() => WriteForEver(writer));
        Assert.ThrowsAny<OperationCanceledException>(() => pipe.Complete(Patience));
        Assert.True(isEnough.IsSet);
    }

    [Fact]
    public void Who_leaves_it_open_is_not_waited_for()
    {
        PipeSnapshot pipe = new(1000, static () => { }, CancellationToken.None);
        using FileStream writer = Open(pipe);
        writer.Write(new byte[10]);

        Assert.Null(pipe.Complete(50));
        pipe.Dispose();
        Assert.Throws<IOException>(() => WriteForEver(writer));
    }

    private static FileStream Open(PipeSnapshot pipe) => new(pipe.Path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    private static void WriteForEver(FileStream writer)
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)7, 4096)];
        while (true)
        {
            writer.Write(bytes);
        }
    }
}
