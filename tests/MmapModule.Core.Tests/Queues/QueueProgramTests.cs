using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Message queues shared with a C program, which is killed at any moment.</summary>
[OnlyOn("Linux", "about mq_overview(7)")]
public sealed class QueueProgramTests : IDisposable
{
    private const int Kills = 100;

    private readonly QueueScope _scope = new();
    private readonly QueueProgram _program = new();

    public void Dispose()
    {
        _program.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void What_a_C_program_sends_is_received_with_its_priority_and_the_other_way_round()
    {
        using MessageQueue queue = _scope.Open();
        _program.Run("send", _scope.Name, 4);
        QueueMessage[] all = [.. Enumerable.Range(0, 4).Select(_ => queue.ReceiveMessage(0)!)];
        Assert.Equal([3, 2, 1, 0], all.Select(static message => message.Priority));
        Assert.Equal(new long?[] { 3, 2, 1, 0 }, all.Select(static message => QueueProgram.NumberOf((byte[])message.Value)));

        queue.Send(Encoding.UTF8.GetBytes("später"), 0, 1);
        queue.Send(Encoding.UTF8.GetBytes("now"), 0, 9);
        queue.Send([], 0, 0);
        Assert.Equal("3 9 now\n7 1 später\n0 0 \n", _program.Run("receive", _scope.Name, 3));
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
}
