using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Shared queues: order, room, waits, names, and what remains.</summary>
public sealed class SharedQueueTests : IDisposable
{
    private const int Long = 60_000;
    private const int Head = 8;

    private readonly SharedQueueScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Messages_of_any_length_come_in_their_order_over_the_end_of_the_ring_and_back()
    {
        using MessageQueue queue = _scope.Open();
        using MessageQueue other = _scope.Open(mode: SharedMemoryMode.Open);
        Random random = new(Seed.Start);
        Queue<byte[]> model = new();
        for (int step = 0; step < 4000; step++)
        {
            int used = model.Sum(static message => message.Length + Head);
            if (random.Next(3) > 0)
            {
                int longest = random.Next(10) switch { 0 => (int)queue.MessageSize, < 4 => 1200, _ => 80 };
                byte[] message = Data.Random(random.Next(longest + 1), step);
                bool fits = used + message.Length + Head <= SharedQueueScope.Capacity;
                Assert.Equal(fits, queue.TrySend(message));
                if (fits)
                {
                    model.Enqueue(message);
                }
            }
            else
            {
                Assert.Equal(model.TryDequeue(out byte[]? expected) ? expected : null, other.Receive(0));
            }

            Assert.Equal(model.Count, queue.MessageCount);
            Assert.Equal(model.Sum(static message => message.Length), other.Bytes);
        }
    }

    [Fact]
    public void A_message_may_fill_the_queue_and_not_one_byte_more()
    {
        using MessageQueue queue = _scope.Open();
        Assert.Equal(SharedQueueScope.Capacity, queue.Capacity);
        Assert.Equal(SharedQueueScope.Capacity - Head, queue.MessageSize);
        for (int round = 0; round < 3; round++)
        {
            byte[] largest = Data.Random((int)queue.MessageSize, round);
            queue.Send(largest, 0);
            Assert.False(queue.TrySend([]));
            Assert.Equal(largest, queue.Receive(0));
            queue.Send(new byte[100], 0);
            Assert.NotNull(queue.Receive(0));
        }

        Expect.Failure(MmapErrorKind.MessageTooLong, () => queue.Send(new byte[queue.MessageSize + 1]));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => queue.Send([1], 0, 1));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => queue.Send([1], 0, -1));
        Assert.Equal(0, queue.MessageCount);
    }

    [Fact]
    public async Task A_full_queue_takes_nothing_until_there_is_room()
    {
        using MessageQueue queue = _scope.Open();
        byte[] half = new byte[2000];
        queue.Send(half, 0);
        queue.Send(half, 0);
        Assert.False(queue.TrySend(half));
        Assert.False(queue.TrySend(half, 20));
        Expect.Failure(MmapErrorKind.QueueTimeout, () => queue.Send(half, 20));
        Task<bool>[] waiters = [Task.Run(() => queue.TrySend(new byte[4000], Long)), Task.Run(() => queue.TrySend(new byte[3000], Long))];
        List<int> lengths = [];
        while (lengths.Count < 4)
        {
            lengths.Add(queue.Receive(Long)!.Length);
        }

        Assert.All(await Task.WhenAll(waiters), Assert.True);
        Assert.Equal([2000, 2000, 3000, 4000], lengths.Order());
    }

    [Fact]
    public async Task Many_threads_and_objects_neither_lose_nor_double_a_message()
    {
        const int senders = 4;
        const int each = 5000;
        using MessageQueue first = _scope.Open();
        using MessageQueue second = _scope.Open();
        MessageQueue[] queues = [first, second];
        Task<List<long>>[] receivers = [.. Enumerable.Range(0, 4).Select(index => Task.Run(() =>
        {
            List<long> numbers = [];
            while (QueueProgram.NumberOf(queues[index % 2].Receive(Long)!) is >= 0 and var number)
            {
                numbers.Add(number);
            }

            return numbers;
        }))];
        await Task.WhenAll(Enumerable.Range(0, senders).Select(index => Task.Run(() =>
        {
            for (int i = 0; i < each; i++)
            {
                queues[index % 2].Send(QueueProgram.Message((i * senders) + index), Long);
            }
        })));
        Array.ForEach(receivers, _ => first.Send(QueueProgram.Message(-1), Long));
        List<long>[] received = await Task.WhenAll(receivers);
        Assert.Equal(Enumerable.Range(0, senders * each).Select(static number => (long)number), received.SelectMany(static list => list).Order());

        // What one sends arrives in its order.
        Assert.All(received, static list => Assert.All(list.GroupBy(static number => number % senders), static group => Assert.Equal(group.Order(), group)));
    }

    [Fact]
    public async Task Each_message_goes_to_one_of_those_who_wait()
    {
        using MessageQueue queue = _scope.Open();
        Task<byte[]?>[] waiters = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => queue.Receive(Long)))];
        using MessageQueue other = MessageQueue.Open("/" + _scope.Name, new MessageQueueOptions { Mode = SharedMemoryMode.Open });
        Assert.Equal(MessageQueueKind.Shared, other.Kind);
        for (byte i = 0; i < 3; i++)
        {
            other.Send([i], Long);
        }

        byte[]?[] received = await Task.WhenAll(waiters);
        Assert.Equal(new byte[] { 0, 1, 2 }, received.Select(static message => message![0]).Order());
    }

    [Fact]
    public void Modes_and_capacities_are_checked()
    {
        Expect.Failure(MmapErrorKind.QueueNotFound, () => _scope.Open(mode: SharedMemoryMode.Open));
        using MessageQueue queue = _scope.Open(5000, SharedMemoryMode.Create);
        Assert.Equal(8192, queue.Capacity);
        Assert.Null(queue.MaxMessages);
        Expect.Failure(MmapErrorKind.QueueExists, () => _scope.Open(mode: SharedMemoryMode.Create));
        Expect.Failure(MmapErrorKind.QueueExists, () => MessageQueue.Open(_scope.Name, new MessageQueueOptions { Mode = SharedMemoryMode.Create }));
        using MessageQueue again = _scope.Open();
        Assert.Equal(8192, again.Capacity);
        foreach (long capacity in new[] { 0, -1, (long)int.MaxValue + 1, long.MaxValue, long.MinValue })
        {
            Expect.Failure(MmapErrorKind.InvalidArgument, () => MessageQueue.Open(_scope.Name + "x", new MessageQueueOptions { Capacity = capacity }));
        }

        Expect.Failure(MmapErrorKind.InvalidArgument, () => MessageQueue.Open(_scope.Name, new MessageQueueOptions { Capacity = 4096, MaxMessages = 1 }));
        Assert.False(File.Exists(_scope.Path + "x"));
    }

    [Fact]
    [OnlyOn("Linux", "it has a mode")]
    public void Only_its_owner_may_use_it_unless_it_is_said_otherwise()
    {
        using MessageQueue queue = _scope.Open();
        Assert.Equal("0600", queue.Mode);
        const UnixFileMode all = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        using SharedQueueScope open = new();
        using MessageQueue another = MessageQueue.Open(open.Name, new MessageQueueOptions { Capacity = 4096, Permission = all });
        Assert.Equal("0666", another.Mode);
        Needs.Root("to give a file to somebody else");
        Assert.True(ProcessRunner.Run("chown", "65534", _scope.Path).Succeeded);
        Expect.Failure(MmapErrorKind.NotPermitted, () => _scope.Open());
        using MessageQueue foreign = MessageQueue.Open(_scope.Name, new MessageQueueOptions { AllowForeignOwner = true });
        Assert.False(foreign.IsOwn);
    }

    [Fact]
    public void A_wait_ends_when_it_is_cancelled()
    {
        using MessageQueue queue = _scope.Open();
        using CancellationTokenSource stop = new(30);
        Assert.Throws<OperationCanceledException>(() => queue.Receive(Timeout.InfiniteTimeSpan, default, out _, stop.Token));
        while (queue.TrySend(new byte[1000]))
        {
        }

        using CancellationTokenSource again = new(30);
        Assert.Throws<OperationCanceledException>(() => queue.Send(new byte[1000], Timeout.InfiniteTimeSpan, default, again.Token));
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
    public void It_is_listed_with_those_who_have_it_open_until_it_is_removed_and_is_no_shared_memory()
    {
        MessageQueue queue = _scope.Open();
        queue.Send([1, 2, 3]);
        Assert.Contains(_scope.Name, MessageQueueCatalog.Names(static _ => { }));
        Assert.DoesNotContain(_scope.Name, SharedMemoryCatalog.Names());
        Assert.Empty(SharedMemoryCatalog.Describe([_scope.Name]));
        Expect.Failure(MmapErrorKind.SharedMemoryNotFound, () => SharedMemoryCatalog.Remove(_scope.Name));
        MessageQueueInfo info = Assert.Single(MessageQueueCatalog.Describe([_scope.Name]));
        Assert.Equal(MessageQueueKind.Shared, info.Kind);
        Assert.Equal(4096, info.Capacity);
        Assert.Equal(4088, info.MessageSize);
        Assert.Null(info.MaxMessages);
        Assert.Equal(1, info.MessageCount);
        Assert.Equal(3, info.Bytes);
        Assert.Equal([Environment.ProcessId], info.ProcessId);
        Assert.False(info.IsOrphan);
        Assert.Equal(OperatingSystem.IsWindows() ? string.Empty : "0600", info.Mode);
        queue.Dispose();
        Assert.True(Assert.Single(MessageQueueCatalog.Describe([_scope.Name])).IsOrphan);
        using (MessageQueue again = _scope.Open(mode: SharedMemoryMode.Open))
        {
            Assert.Equal(new byte[] { 1, 2, 3 }, again.Receive(0));
            MessageQueueCatalog.Remove("/" + _scope.Name);
            again.Send([4]);
            Assert.Equal(new byte[] { 4 }, again.Receive(0));
        }

        Assert.Empty(MessageQueueCatalog.Describe([_scope.Name]));
        Expect.Failure(MmapErrorKind.QueueNotFound, () => MessageQueueCatalog.Remove(_scope.Name));
    }

    [Fact]
    [OnlyOn("Linux", "shared memory is a file in the same folder")]
    public void Shared_memory_of_that_name_is_neither_a_queue_nor_overwritten()
    {
        byte[] bytes = Data.Random(8192);
        File.WriteAllBytes(_scope.Path, bytes);
        Expect.Failure(MmapErrorKind.QueueInvalid, () => _scope.Open());
        Expect.Failure(MmapErrorKind.QueueExists, () => _scope.Open(mode: SharedMemoryMode.Create));
        Expect.Failure(MmapErrorKind.QueueNotFound, () => MessageQueueCatalog.Remove(_scope.Name));
        Assert.Contains(_scope.Name, SharedMemoryCatalog.Names());
        Assert.Equal(bytes, TempFile.Read(_scope.Path));
    }

    [Fact]
    [OnlyOn("Linux", "others can put links and pipes into the folder")]
    public void Links_and_pipes_are_not_followed_and_hang_nobody()
    {
        using MessageQueue queue = _scope.Open();
        using SharedQueueScope other = new();
        File.CreateSymbolicLink(other.Path, _scope.Path);
        Expect.Failure(MmapErrorKind.PathNotFound, () => other.Open());
        File.Delete(other.Path);
        Assert.True(ProcessRunner.Run("mkfifo", other.Path).Succeeded);
        Expect.Failure(MmapErrorKind.QueueInvalid, () => other.Open());
        Assert.DoesNotContain(other.Name, MessageQueueCatalog.Names(static _ => { }));
    }

    [Fact]
    [OnlyOn("Linux", "has POSIX message queues")]
    public void Two_kinds_of_one_name_are_not_created_and_never_mixed_up()
    {
        using QueueScope posix = new();
        MessageQueueOptions shared = new() { Capacity = 4096 };
        using (posix.Open())
        {
            Expect.Failure(MmapErrorKind.QueueExists, () => MessageQueue.Open(posix.Name, shared));
        }

        using MessageQueue queue = _scope.Open();
        Expect.Failure(MmapErrorKind.QueueExists, () => MessageQueue.Open(_scope.Name, new MessageQueueOptions { MaxMessages = 1 }));
        File.Copy(_scope.Path, "/dev/shm/" + posix.Name);
        try
        {
            MessageQueueOptions open = new() { Mode = SharedMemoryMode.Open };
            Expect.Failure(MmapErrorKind.InvalidArgument, () => MessageQueue.Open(posix.Name, open));
            Expect.Failure(MmapErrorKind.InvalidArgument, () => MessageQueueCatalog.Remove(posix.Name));
            Assert.Equal([MessageQueueKind.Posix, MessageQueueKind.Shared], MessageQueueCatalog.Describe([posix.Name]).Select(static info => info.Kind).Order());
            foreach (MessageQueueKind kind in new[] { MessageQueueKind.Posix, MessageQueueKind.Shared })
            {
                using MessageQueue one = MessageQueue.Open(posix.Name, open with { Kind = kind });
                Assert.Equal(kind, one.Kind);
            }

            MessageQueueCatalog.Remove(posix.Name, MessageQueueKind.Shared);
            Assert.Equal(MessageQueueKind.Posix, Assert.Single(MessageQueueCatalog.Describe([posix.Name])).Kind);
        }
        finally
        {
            File.Delete("/dev/shm/" + posix.Name);
        }
    }

    [Fact]
    public void Opening_and_closing_leaves_neither_a_descriptor_nor_a_slot()
    {
        using MessageQueue all = _scope.Open();
        for (int round = 0; round < 20; round++)
        {
            using MessageQueue queue = _scope.Open();
            queue.Send([1]);
            Assert.NotNull(queue.Receive(0));
            _ = MessageQueueCatalog.Describe([_scope.Name]);
            Expect.Failure(MmapErrorKind.QueueExists, () => _scope.Open(mode: SharedMemoryMode.Create));
        }

        string inode = ProcessRunner.Run("stat", "-c", "%i", _scope.Path).Output.Trim();
        string locks = string.Concat(Directory.EnumerateFiles("/proc/self/fdinfo").Select(static path => { try { return File.ReadAllText(path); } catch (IOException) { return string.Empty; } }));
        Assert.Single(locks.Split('\n'), line => line.Contains("OFDLCK", StringComparison.Ordinal) && line.Contains(":" + inode + " ", StringComparison.Ordinal));
    }
}
