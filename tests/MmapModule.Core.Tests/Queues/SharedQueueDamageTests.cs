using System;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Files of shared queues that others cut, overwrite or forge. None of it may end the process or show bytes of anything else.</summary>
public sealed class SharedQueueDamageTests : IDisposable
{
    private const int Long = 60_000;
    private const int Header = 4096;
    private const int SendLock = 64;
    private const int Tail = 72;
    private const int ReceiveLock = 128;
    private const int Head = 136;

    private readonly SharedQueueScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(5000)]
    [InlineData(8192)]
    [InlineData(8199)]
    [OnlyOn("Linux", "a mapped file cannot be cut elsewhere")]
    public async Task A_file_that_is_cut_during_waits_ends_them_with_an_error(long length)
    {
        using MessageQueue queue = _scope.Open();
        Task<byte[]?> receiver = Task.Run(() => queue.Receive(Long));
        using SharedQueueScope full = new();
        using MessageQueue other = full.Open();
        other.Send(new byte[4000]);
        Task<bool> sender = Task.Run(() => other.TrySend(new byte[4000], Long));
        await Task.Delay(20);
        _scope.SetLength(length);
        full.SetLength(length);
        Assert.Equal(MmapErrorKind.QueueInvalid, (await Assert.ThrowsAsync<MmapException>(() => receiver)).Kind);
        Assert.Equal(MmapErrorKind.QueueInvalid, (await Assert.ThrowsAsync<MmapException>(() => sender)).Kind);
        Expect.Failure(MmapErrorKind.QueueInvalid, () => queue.Send([1], 0));
        Expect.Failure(MmapErrorKind.QueueInvalid, () => queue.Receive(0));
        Expect.Failure(MmapErrorKind.QueueInvalid, () => other.Receive(0));
        _ = queue.MessageCount;
        Expect.Failure(MmapErrorKind.QueueInvalid, () => _scope.Open(mode: SharedMemoryMode.Open));
    }

    [Theory]
    [InlineData(4400)]
    [InlineData(8000)]
    [OnlyOn("Linux", "a mapped file cannot be cut elsewhere")]
    public void A_message_that_was_cut_is_not_received_in_part(int length)
    {
        using MessageQueue queue = _scope.Open(8192);
        queue.Send(Data.Filled(100, 7));
        queue.Send(Data.Filled(7000, 7));
        _scope.SetLength(length);
        Expect.Failure(MmapErrorKind.QueueInvalid, () => queue.Receive(0));
        Expect.Failure(MmapErrorKind.QueueInvalid, () => queue.Send(new byte[200], 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(5000)]
    [InlineData(8199)]
    [OnlyOn("Linux", "a mapped file cannot be cut elsewhere")]
    public void A_file_that_was_cut_and_made_long_again_is_not_taken_for_a_queue(long shortest)
    {
        using MessageQueue queue = _scope.Open();
        queue.Send([1]);
        _scope.SetLength(shortest);
        _scope.SetLength(8200);
        Expect.Failure(MmapErrorKind.QueueInvalid, () => queue.Receive(0));
        Expect.Failure(MmapErrorKind.QueueInvalid, () => queue.Receive(5));
        Expect.Failure(MmapErrorKind.QueueInvalid, () => queue.Send([1], 0));
    }

    [Fact]
    public void A_forged_header_is_no_queue()
    {
        _scope.Open().Dispose();
        byte[] good = TempFile.Read(_scope.Path);
        (int Offset, byte[] Bytes)[] forgeries =
        [
            (0, [0]),
            (8, BitConverter.GetBytes(2)),
            (12, BitConverter.GetBytes(1)),
            (16, BitConverter.GetBytes(0L)),
            (16, BitConverter.GetBytes(-4096L)),
            (16, BitConverter.GetBytes(8192L)),
            (8192, [0]),
            (16, BitConverter.GetBytes(long.MaxValue)),
            (Tail, BitConverter.GetBytes(4096)),
            (Head, BitConverter.GetBytes(-1)),
        ];
        foreach ((int offset, byte[] bytes) in forgeries)
        {
            File.WriteAllBytes(_scope.Path, good);
            _scope.Write(offset, bytes);
            Expect.Failure(MmapErrorKind.QueueInvalid, () => _scope.Open(mode: SharedMemoryMode.OpenOrCreate));
        }

        foreach (int length in new[] { 0, 8, 4095, 4096, 8199, 8201 })
        {
            byte[] bytes = good;
            Array.Resize(ref bytes, length);
            File.WriteAllBytes(_scope.Path, bytes);
            Expect.Failure(MmapErrorKind.QueueInvalid, () => _scope.Open());
            _ = MessageQueueCatalog.Describe([_scope.Name]);
        }
    }

    [Theory]
    [InlineData(Header, 0x7FFFFFFF)]
    [InlineData(Header, -1)]
    [InlineData(Header, 11)]
    [InlineData(Header, 9)]
    [InlineData(Header + 4, 1)]
    [InlineData(Tail, 4096)]
    [InlineData(Tail, 17)]
    [InlineData(Tail + 4, 4)]
    [InlineData(Tail + 4, 500)]
    [InlineData(Tail + 4, -1)]
    [InlineData(Head, 8)]
    [InlineData(Head, 4096)]
    [InlineData(Head, -1)]
    [InlineData(Head + 4, 1)]
    [InlineData(SendLock, 1001)]
    [InlineData(SendLock, -1)]
    [InlineData(ReceiveLock, int.MinValue)]
    [InlineData(ReceiveLock, 0x7FFFFFFF)]
    public void Bytes_that_contradict_each_other_are_an_error_and_no_message(int offset, int value)
    {
        using MessageQueue queue = _scope.Open();
        queue.Send(Data.Filled(10, 7));
        _scope.Write(offset, BitConverter.GetBytes(value));
        _ = (queue.MessageCount, queue.Bytes);
        Expect.Failure(MmapErrorKind.QueueInvalid, () =>
        {
            for (int i = 0; i < 3; i++)
            {
                queue.Send([1], 0);
                Assert.Equal(i == 0 ? Data.Filled(10, 7) : [1], queue.Receive(5));
            }
        });
    }

    [Fact]
    public void Random_bytes_are_an_error_or_a_queue_but_never_the_end()
    {
        Random random = new(Seed.Start);
        using MessageQueue queue = _scope.Open();
        byte[] good = TempFile.Read(_scope.Path);
        int errors = 0;
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = Data.Random(8200, round);
            if (random.Next(4) > 0)
            {
                // The beginning is right, so that the rest is believed.
                good.AsSpan(0, random.Next(2) == 0 ? 64 : 132).CopyTo(bytes);
                good.AsSpan(8192).CopyTo(bytes.AsSpan(8192));
            }

            _scope.Write(0, bytes);
            errors += Fails(() => queue.TrySend(new byte[random.Next(4000)])) + Fails(() => queue.Receive(0)) + Fails(() => _scope.Open(mode: SharedMemoryMode.Open).Dispose());
            _ = (queue.MessageCount, queue.Bytes, round % 50 == 0 ? MessageQueueCatalog.Describe([_scope.Name]) : null);
        }

        Assert.True(errors > 300, errors + " errors");
    }

    private static int Fails(Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (MmapException error)
        {
            Assert.Equal(MmapErrorKind.QueueInvalid, error.Kind);
            return 1;
        }
    }
}
