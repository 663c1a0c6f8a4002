using System;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>System V message queues: types, limits, waits, and what remains.</summary>
[OnlyOn("Linux", "about System V message queues")]
public sealed class SystemVQueueTests : IDisposable
{
    private const int Long = 60_000;

    private readonly MessageQueue _queue = MessageQueue.OpenKey(0);

    private int Id => _queue.Id!.Value;

    public void Dispose()
    {
        _queue.Dispose();
        if (MessageQueueCatalog.SystemV().Any(queue => queue.Id == Id))
        {
            MessageQueueCatalog.RemoveId(Id);
        }
    }

    [Fact]
    public void Messages_come_in_their_order_or_by_type()
    {
        Send(3, 1, 2, 3);
        Assert.Equal((3, "0"), Received(0));
        Assert.Equal((2, "2"), Received(2));
        Assert.Null(_queue.ReceiveTyped(2, 0));
        Assert.Equal((1, "1"), Received(-2));
        Assert.Null(_queue.ReceiveTyped(-2, 0));
        Assert.Null(_queue.ReceiveTyped(3, 0, except: true));
        Assert.Equal((3, "3"), Received(1, except: true));
        Send(5, 4);
        Assert.Equal((4, "1"), Received(-5));
        Assert.Equal((5, "0"), Received(long.MinValue));
        Assert.Null(_queue.Receive(5));
    }

    [Fact]
    public void What_is_sent_without_a_type_has_the_type_1()
    {
        _queue.Send([], 0);
        QueueMessage message = _queue.ReceiveMessage(0)!;
        Assert.Equal(1, message.Type);
        Assert.Equal(0, message.Priority);
        Assert.Empty((byte[])message.Value);
    }

    [Fact]
    public void Messages_of_every_length_come_out_whole_and_too_long_ones_are_refused()
    {
        Assert.True(_queue.MessageSize >= 4096);
        foreach (int length in new[] { 0, 1, 1023, 1024, 1025, 4096, (int)Math.Min(_queue.MessageSize, 1 << 20) })
        {
            byte[] bytes = Data.Filled(length, (byte)length);
            _queue.SendTyped(bytes, 7, 0);
            Assert.Equal(bytes, _queue.Receive(0));
        }

        Expect.Failure(MmapErrorKind.MessageTooLong, () => _queue.Send(new byte[_queue.MessageSize + 1]));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => _queue.SendTyped([1], 0));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => _queue.SendTyped([1], -1));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => _queue.Send([1], 0, priority: 1));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => _queue.ReceiveTyped(0, 0, except: true));
        Assert.Equal(0, _queue.MessageCount);
    }

    [Fact]
    public void A_POSIX_queue_has_no_types()
    {
        using QueueScope scope = new();
        using MessageQueue queue = scope.Open();
        Expect.Failure(MmapErrorKind.InvalidArgument, () => queue.SendTyped([1], 1, 0));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => queue.ReceiveTyped(1, 0));
        Assert.Equal(0, queue.MessageCount);
    }

    [Fact]
    public async Task A_full_queue_takes_nothing_until_something_is_received()
    {
        byte[] large = new byte[_queue.MessageSize];
        int sent = 0;
        while (_queue.TrySend(large))
        {
            sent++;
        }

        Assert.Equal(_queue.Capacity / large.Length, sent);
        Assert.Equal((long)sent * large.Length, _queue.Bytes);
        Assert.False(_queue.TrySend(large, 20));
        Expect.Failure(MmapErrorKind.QueueTimeout, () => _queue.Send(large, 20));
        Task<bool> waiter = Task.Run(() => _queue.TrySend(large, Long));
        Assert.NotNull(_queue.Receive(Long));
        Assert.True(await waiter);
        Assert.Equal(sent, _queue.MessageCount);
    }

    [Fact]
    public async Task Each_message_goes_to_one_of_those_who_wait()
    {
        Task<byte[]?>[] waiters = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => _queue.Receive(Long)))];
        using MessageQueue other = MessageQueue.OpenId(Id);
        for (byte i = 0; i < 3; i++)
        {
            other.Send([i], Long);
        }

        byte[]?[] received = await Task.WhenAll(waiters);
        Assert.Equal(new byte[] { 0, 1, 2 }, received.Select(static message => message![0]).Order());
    }

    [Fact]
    public void A_wait_ends_when_it_is_cancelled()
    {
        using CancellationTokenSource stop = new(30);
        Assert.Throws<OperationCanceledException>(() => _queue.Receive(Timeout.InfiniteTimeSpan, default, out _, stop.Token));
        while (_queue.TrySend(new byte[_queue.MessageSize]))
        {
        }

        using CancellationTokenSource again = new(30);
        Assert.Throws<OperationCanceledException>(() => _queue.Send(new byte[_queue.MessageSize], Timeout.InfiniteTimeSpan, default, again.Token));
    }

    [Fact]
    public async Task Closing_ends_a_wait_and_so_does_removal()
    {
        MessageQueue other = MessageQueue.OpenId(Id);
        Task<byte[]?> closed = Task.Run(() => other.Receive(Long));
        Task<byte[]?> removed = Task.Run(() => _queue.Receive(Long));
        Thread.Sleep(20);
        other.Dispose();
        Assert.Equal(MmapErrorKind.ObjectRemoved, (await Assert.ThrowsAsync<MmapException>(() => closed)).Kind);
        MessageQueueCatalog.RemoveId(Id);
        Assert.Equal(MmapErrorKind.ObjectRemoved, (await Assert.ThrowsAsync<MmapException>(() => removed)).Kind);
        Expect.Failure(MmapErrorKind.ObjectRemoved, () => _queue.Send([1]));
        Expect.Failure(MmapErrorKind.ObjectRemoved, () => other.Send([1]));
        Assert.Null(_queue.MessageCount);
        Expect.Failure(MmapErrorKind.QueueNotFound, () => MessageQueue.OpenId(Id));
        Expect.Failure(MmapErrorKind.QueueNotFound, () => MessageQueueCatalog.RemoveId(Id));
    }

    [Fact]
    public void Keys_and_modes_are_respected()
    {
        // Keys of tests lie where no ftok of a low device does.
        int key = Random.Shared.Next(0x40000000, int.MaxValue);
        Expect.Failure(MmapErrorKind.KeyNotFound, () => MessageQueue.OpenKey(key, new MessageQueueOptions { Mode = SharedMemoryMode.Open }));
        using MessageQueue queue = MessageQueue.OpenKey(key, new MessageQueueOptions { Mode = SharedMemoryMode.Create });
        try
        {
            Assert.Equal(key, queue.Key);
            Assert.Equal(MessageQueueKind.SystemV, queue.Kind);
            Assert.Null(queue.Name);
            Assert.Null(queue.MaxMessages);
            Assert.Equal("0600", queue.Mode);
            Assert.Equal(queue.Id, MessageQueue.OpenKey(key).Id);
            Expect.Failure(MmapErrorKind.QueueExists, () => MessageQueue.OpenKey(key, new MessageQueueOptions { Mode = SharedMemoryMode.Create }));
        }
        finally
        {
            MessageQueueCatalog.RemoveId(queue.Id!.Value);
        }
    }

    [Fact]
    public void It_is_listed_with_those_who_used_it_last()
    {
        MessageQueueInfo Info() => Assert.Single(MessageQueueCatalog.SystemV(), queue => queue.Id == Id);
        Assert.Empty(Info().ProcessId);
        Assert.Null(Info().IsOrphan);
        _queue.Send([1, 2, 3]);
        MessageQueueInfo info = Info();
        Assert.Equal(1, info.MessageCount);
        Assert.Equal(3, info.Bytes);
        Assert.Equal([Environment.ProcessId], info.ProcessId);
        Assert.False(info.IsOrphan);
        Assert.Equal(_queue.Capacity, info.Capacity);
    }

    [Fact]
    public void What_a_C_program_sends_is_received_with_its_type_and_the_other_way_round()
    {
        using SystemVProgram program = new();
        program.Run("send", Id, 3);
        Assert.Equal((1, "type 1"), Received(-3));
        Assert.Equal((3, "type 3"), Received(0));
        Assert.Equal((2, "type 2"), Received(2));
        _queue.SendTyped(Encoding.UTF8.GetBytes("später"), 9);
        _queue.Send(Encoding.UTF8.GetBytes("now"));
        _queue.SendTyped([], long.MaxValue);
        Assert.Equal("9 später\n1 now\n9223372036854775807 \n", program.Run("receive", Id, 3));
    }

    private void Send(params long[] types)
    {
        for (int i = 0; i < types.Length; i++)
        {
            _queue.SendTyped([(byte)('0' + i)], types[i], 0);
        }
    }

    private (long Type, string Text)? Received(long type, bool except = false) =>
        _queue.ReceiveTyped(type, 0, except) is { } message ? (message.Type!.Value, Encoding.UTF8.GetString((byte[])message.Value)) : null;
}
