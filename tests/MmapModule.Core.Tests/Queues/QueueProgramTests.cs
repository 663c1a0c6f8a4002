using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Message queues shared with a C program, which is killed at any moment.</summary>
public sealed class QueueProgramTests : IDisposable
{
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
        Random random = new(Seed.Start);
        long next = 0;
        for (int round = 0; round < 100; round++)
        {
            using Process producer = _program.Start("flood", _scope.Name, next);
            using Timer killer = new(static process => ((Process)process!).Kill(), producer, random.Next(5), Timeout.Infinite);
            while (true)
            {
                bool hasEnded = producer.HasExited;
                if (queue.Receive(hasEnded ? 0 : 20) is { } message)
                {
                    Assert.Equal(next, QueueProgram.NumberOf(message));
                    next++;
                }
                else if (hasEnded)
                {
                    break;
                }
            }

            producer.WaitForExit();
        }
    }

    [Fact]
    public async Task No_message_is_received_twice_when_a_consumer_is_killed_a_hundred_times()
    {
        using MessageQueue queue = _scope.Open();
        Random random = new(Seed.Start);
        List<long> received = [];
        using CancellationTokenSource end = new();
        Task producer = Task.Run(() =>
        {
            for (long number = 0; !end.IsCancellationRequested; number++)
            {
                while (!queue.TrySend(QueueProgram.Message(number), 20) && !end.IsCancellationRequested)
                {
                }
            }
        });
        for (int round = 0; round < 100; round++)
        {
            using Process consumer = _program.Start("swallow", _scope.Name, 0);
            Thread.Sleep(random.Next(5));
            consumer.Kill();
            string output = await consumer.StandardOutput.ReadToEndAsync();
            foreach (string line in output.Split('\n')[..^1])
            {
                string[] parts = line.Split(' ');
                Assert.Equal("1", parts[1]);
                received.Add(long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        end.Cancel();
        await producer;

        // Each killed consumer may have taken one that it could not tell of any more; nothing else is missing, and all are in order.
        Assert.Equal(received.Distinct().Order(), received);
        Assert.True(received.Count == 0 || received[^1] - received.Count < 100, "The last number is " + received.LastOrDefault() + ", and there are " + received.Count + ".");
    }
}
