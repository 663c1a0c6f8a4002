using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>POSIX message queues: order, limits, waits, and what remains.</summary>
[OnlyOn("Linux", "about mq_overview(7)")]
public sealed class QueueTests : IDisposable
{
    private const int Long = 60_000;

    private readonly QueueScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_highest_priority_comes_first_and_of_the_same_one_the_oldest()
    {
        using MessageQueue queue = _scope.Open();
        queue.Send([1], 0, 5);
        queue.Send([2], 0, 5);
        queue.Send([], 0, 0);
        queue.Send([3], 0, MessageQueue.HighestPriority);
        Assert.Equal(4, queue.MessageCount);
        Assert.Equal(3, queue.Bytes);
        QueueMessage[] all = [.. Enumerable.Range(0, 4).Select(_ => queue.ReceiveMessage(0)!)];
        Assert.Equal([MessageQueue.HighestPriority, 5, 5, 0], all.Select(static message => message.Priority));
        Assert.Equal("03,01,02,", string.Join(',', all.Select(static message => Convert.ToHexString((byte[])message.Value))));
        Assert.Null(queue.Receive(0));
        Assert.Null(queue.Receive(5));
    }

    [Fact]
    public void A_message_may_have_exactly_the_size_and_not_one_byte_more()
    {
        using MessageQueue queue = _scope.Open();
        byte[] largest = Data.Filled(64, 7);
        queue.Send(largest);
        Assert.Equal(largest, queue.Receive(0));
        Expect.Failure(MmapErrorKind.MessageTooLong, () => queue.Send(new byte[65]));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => queue.Send([1], 0, -1));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => queue.Send([1], 0, MessageQueue.HighestPriority + 1));
        Assert.Equal(0, queue.MessageCount);
    }

    [Fact]
    public async Task A_full_queue_takes_nothing_until_something_is_received()
    {
        using MessageQueue queue = _scope.Open(messages: 1);
        Assert.True(queue.TrySend([1]));
        Assert.False(queue.TrySend([2]));
        Assert.False(queue.TrySend([2], 20));
        Expect.Failure(MmapErrorKind.QueueTimeout, () => queue.Send([2], 20));
        Task<bool> waiter = Task.Run(() => queue.TrySend([2], Long));
        Assert.Equal(new byte[] { 1 }, queue.Receive(Long));
        Assert.True(await waiter);
        Assert.Equal(new byte[] { 2 }, queue.Receive(0));
    }

    [Fact]
    public async Task Each_message_goes_to_one_of_those_who_wait()
    {
        using MessageQueue queue = _scope.Open();
        Task<byte[]?>[] waiters = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => queue.Receive(Long)))];
        using MessageQueue other = MessageQueue.Open("/" + _scope.Name, new MessageQueueOptions { Mode = SharedMemoryMode.Open });
        for (byte i = 0; i < 3; i++)
        {
            other.Send([i], Long);
        }

        byte[]?[] received = await Task.WhenAll(waiters);
        Assert.Equal(new byte[] { 0, 1, 2 }, received.Select(static message => message![0]).Order());
    }

    [Fact]
    public void Modes_names_and_sizes_are_checked()
    {
        Expect.Failure(MmapErrorKind.QueueNotFound, () => _scope.Open(mode: SharedMemoryMode.Open));
        using MessageQueue queue = _scope.Open(messages: 3, size: 32, mode: SharedMemoryMode.Create);
        Assert.Equal(3, queue.MaxMessages);
        Assert.Equal(32, queue.MessageSize);
        Expect.Failure(MmapErrorKind.QueueExists, () => _scope.Open(mode: SharedMemoryMode.Create));
        using (MessageQueue again = _scope.Open(messages: 1, size: 1))
        {
            Assert.Equal(3, again.MaxMessages);
            Assert.Equal(32, again.MessageSize);
        }

        foreach (string name in new[] { string.Empty, "/", "a/b", ".", "..", "//a", "a\0b", new string('x', 256) })
        {
            Expect.Failure(MmapErrorKind.InvalidArgument, () => MessageQueue.Open(name));
        }

        Expect.Failure(MmapErrorKind.InvalidArgument, () => MessageQueue.Open(_scope.Name, new MessageQueueOptions { MaxMessages = 0 }));
        MmapException limit = Expect.Failure(MmapErrorKind.QueueLimit, () => MessageQueue.Open(_scope.Name + "x", new MessageQueueOptions { MessageSize = 1L << 40 }));
        Assert.Contains("1099511627776", limit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_permission_is_what_was_asked_for_whatever_the_umask_says()
    {
        const UnixFileMode all = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        using MessageQueue queue = MessageQueue.Open(_scope.Name, new MessageQueueOptions { MaxMessages = 1, MessageSize = 8, Permission = all });
        Assert.Equal("0666", queue.Mode);
    }

    [Fact]
    public void A_wait_ends_when_it_is_cancelled()
    {
        using MessageQueue queue = _scope.Open();
        using CancellationTokenSource stop = new(30);
        Assert.Throws<OperationCanceledException>(() => queue.Receive(Timeout.InfiniteTimeSpan, default, out _, stop.Token));
        while (queue.TrySend([1]))
        {
        }

        using CancellationTokenSource again = new(30);
        Assert.Throws<OperationCanceledException>(() => queue.Send([1], Timeout.InfiniteTimeSpan, default, again.Token));
    }

    [Fact]
    public void A_message_that_comes_together_with_the_end_of_the_wait_is_put_back_as_it_was()
    {
        using CancellationTokenSource stop = new();
        StoppedQueue handle = new(stop);
        using MessageQueue queue = new(handle);
        Assert.Throws<OperationCanceledException>(() => queue.Receive(Timeout.InfiniteTimeSpan, default, out _, stop.Token));
        (byte[] message, MessageLabel label) = Assert.Single(handle.Sent);
        Assert.Equal(StoppedQueue.Message, message);
        Assert.Equal(StoppedQueue.Label, label);
    }

    [Fact]
    public async Task Closing_ends_a_wait_with_an_error()
    {
        MessageQueue queue = _scope.Open();
        Task<byte[]?> waiter = Task.Run(() => queue.Receive(Long));
        Thread.Sleep(20);
        queue.Dispose();
        MmapException error = await Assert.ThrowsAsync<MmapException>(() => waiter);
        Assert.Equal(MmapErrorKind.ObjectRemoved, error.Kind);
        Expect.Failure(MmapErrorKind.ObjectRemoved, () => queue.Send([1]));
        Assert.Null(queue.MessageCount);
    }

    [Fact]
    public void It_is_listed_with_those_who_have_it_open_until_it_is_removed()
    {
        MessageQueue queue = _scope.Open();
        queue.Send([1, 2, 3]);
        MessageQueueInfo info = Assert.Single(MessageQueueCatalog.Describe([_scope.Name]));
        Assert.Equal(4, info.MaxMessages);
        Assert.Equal(64, info.MessageSize);
        Assert.Equal(1, info.MessageCount);
        Assert.Equal(3, info.Bytes);
        Assert.Contains(Environment.ProcessId, info.ProcessId);
        Assert.False(info.IsOrphan);
        Assert.Equal("0600", info.Mode);
        queue.Dispose();
        Assert.NotEqual(false, Assert.Single(MessageQueueCatalog.Describe([_scope.Name])).IsOrphan);
        MessageQueueCatalog.Remove("/" + _scope.Name);
        Assert.Empty(MessageQueueCatalog.Describe([_scope.Name]));
        Expect.Failure(MmapErrorKind.QueueNotFound, () => MessageQueueCatalog.Remove(_scope.Name));
    }

    [Fact]
    public void All_names_are_listed_and_no_mount_is_left_behind()
    {
        QueueScope.NeedsList();
        string mounts = File.ReadAllText("/proc/self/mounts");
        Assert.DoesNotContain(_scope.Name, MessageQueueCatalog.Names());
        _scope.Open().Dispose();
        Assert.Contains(_scope.Name, MessageQueueCatalog.Names());
        Assert.Equal(mounts, File.ReadAllText("/proc/self/mounts"));
    }

    [Fact]
    public void Opening_and_closing_leaves_no_descriptor()
    {
        for (int round = 0; round < 50; round++)
        {
            using MessageQueue queue = _scope.Open();
            queue.Send([1]);
            Assert.NotNull(queue.Receive(0));
            _ = MessageQueueCatalog.Describe([_scope.Name]);
            Expect.Failure(MmapErrorKind.QueueExists, () => _scope.Open(mode: SharedMemoryMode.Create));
        }

        Assert.DoesNotContain(Directory.EnumerateFiles("/proc/self/fd"), path => new FileInfo(path).LinkTarget == "/" + _scope.Name);
    }
}
