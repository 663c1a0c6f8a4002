using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Shared queues together with a C program that knows their layout, and what remains of processes that are killed at any moment.</summary>
public sealed class SharedQueueProgramTests : IDisposable
{
    private const int Kills = 100;
    private const int Long = 60_000;

    private readonly SharedQueueScope _scope = new();
    private readonly SharedQueueProgram _program = new();

    public void Dispose()
    {
        _program.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void A_C_program_reads_the_header_and_sends_and_receives()
    {
        using MessageQueue queue = _scope.Open(8192);
        _program.Run("send", _scope.Name, 4);
        Assert.Equal(FormattableString.Invariant($"1000 8192 {4096 + 8192 + 8} 4 {4 * 64}\n"), _program.Run("header", _scope.Name, 0));
        Assert.Equal(new long?[] { 0, 1, 2, 3 }, Enumerable.Range(0, 4).Select(_ => QueueProgram.NumberOf(queue.Receive(0)!)));

        queue.Send(Encoding.UTF8.GetBytes("später"));
        queue.Send([]);
        queue.Send(Encoding.UTF8.GetBytes(new string('x', 7000)));
        Assert.Equal("7 später\n0 \n7000 " + new string('x', 7000) + "\n", _program.Run("receive", _scope.Name, 3));
    }

    [Fact]
    public void Both_wake_each_other()
    {
        using MessageQueue queue = _scope.Open();
        using Process receiver = _program.Start("swallow", _scope.Name, 0);
        for (int number = 0; number < 20; number++)
        {
            queue.Send(QueueProgram.Message(number), Long);
            Assert.Equal(number.ToString(CultureInfo.InvariantCulture) + " 1", receiver.StandardOutput.ReadLine());
        }

        receiver.Kill();
    }

    [Fact]
    public void Nothing_is_lost_torn_or_doubled_when_a_producer_is_killed_a_hundred_times()
    {
        using MessageQueue queue = _scope.Open();
        KillRounds.Producers(queue, Kills, 5, next => _program.Start("flood", _scope.Name, next));
    }

    [Fact]
    public async Task No_message_is_received_twice_when_a_consumer_is_killed_a_hundred_times()
    {
        using MessageQueue queue = _scope.Open();
        await KillRounds.Consumers(queue, Kills, 5, () => _program.Start("swallow", _scope.Name, 0));
    }

    [Fact]
    public async Task The_same_is_true_of_processes_that_use_this_module()
    {
        using MessageQueue queue = _scope.Open();
        KillRounds.Producers(queue, 4, 20, next => Victim.Start("send", FormattableString.Invariant($"{_scope.Name} {next}")));
        await KillRounds.Consumers(queue, 4, 20, () => Victim.Start("receive", _scope.Name));
    }

    [Fact]
    public void Whoever_dies_between_copy_and_commit_leaves_the_queue_as_it_was()
    {
        using MessageQueue queue = _scope.Open();
        queue.Send(QueueProgram.Message(1));
        for (int round = 0; round < 3; round++)
        {
            Assert.NotEqual(0, ProcessRunner.Run("sh", "-c", _program.Command("die-sending", _scope.Name, 9)).ExitCode);
            Assert.NotEqual(0, ProcessRunner.Run("sh", "-c", _program.Command("die-receiving", _scope.Name, 0)).ExitCode);
            queue.Send(QueueProgram.Message(2), Long);
            Assert.Equal(2, queue.MessageCount);
            Assert.Equal(1, QueueProgram.NumberOf(queue.Receive(Long)!));
            queue.Send(QueueProgram.Message(1), Long);
            Assert.Equal(2, QueueProgram.NumberOf(queue.Receive(Long)!));
        }
    }

    [Fact]
    public void Who_gets_the_slot_of_a_dead_process_does_not_keep_its_locks_alive()
    {
        using MessageQueue first = _scope.Open();
        using Process dead = _program.Start("hold", _scope.Name, 0);
        Assert.Equal("held", dead.StandardOutput.ReadLine());
        first.Dispose();
        dead.Kill();
        dead.WaitForExit();

        // All other slots are taken, so the next object gets that of the dead process, whose locks would seem to be held by it.
        uint slot = BitConverter.ToUInt32(TempFile.Read(_scope.Path), 64);
        using Process occupier = _program.Start("occupy", _scope.Name, slot);
        using MessageQueue queue = _scope.Open(mode: SharedMemoryMode.Open);
        Expect.Failure(MmapErrorKind.QueueLimit, () => _scope.Open(mode: SharedMemoryMode.Open));
        byte[] locks = TempFile.Read(_scope.Path);
        Assert.Equal((0u, 0u), (BitConverter.ToUInt32(locks, 64), BitConverter.ToUInt32(locks, 128)));
        queue.Send([1], Long);
        Assert.Equal(new byte[] { 1 }, queue.Receive(Long));
        occupier.Kill();
    }

    [Fact]
    public void A_holder_that_is_stopped_is_waited_for_and_not_robbed()
    {
        using MessageQueue queue = _scope.Open();
        queue.Send([1]);
        using Process holder = _program.Start("hold", _scope.Name, 0);
        Assert.Equal("held", holder.StandardOutput.ReadLine());
        Assert.False(queue.TrySend([2], 150));
        Assert.Null(queue.Receive(150));
        using CancellationTokenSource stop = new(30);
        Assert.Throws<OperationCanceledException>(() => queue.Receive(Timeout.InfiniteTimeSpan, default, out _, stop.Token));
        holder.Kill();
        Assert.Equal(new byte[] { 1 }, queue.Receive(Long));
        queue.Send([2], Long);
    }
}
