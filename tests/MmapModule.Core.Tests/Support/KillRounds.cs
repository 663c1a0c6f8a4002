using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Kills those who use a queue at any moment, and counts what arrives. Messages are those of <see cref="QueueProgram"/>.</summary>
internal static class KillRounds
{
    /// <summary>Each producer begins with the number after the last that was received.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="rounds">How many are killed.</param>
    /// <param name="longest">The longest time in milliseconds from its first message to its end.</param>
    /// <param name="start">Starts one that sends numbered messages for ever.</param>
    internal static void Producers(MessageQueue queue, int rounds, int longest, Func<long, Process> start)
    {
        Random random = new(Seed.Start);
        long next = 0;
        for (int round = 0; round < rounds; round++)
        {
            using Process producer = start(next);
            using Timer killer = new(static process => ((Process)process!).Kill(), producer, Timeout.Infinite, Timeout.Infinite);
            long first = next;
            while (true)
            {
                bool hasEnded = producer.HasExited;
                if (queue.Receive(hasEnded ? 0 : 20) is { } message)
                {
                    Assert.Equal(next, QueueProgram.NumberOf(message));
                    if (next++ == first)
                    {
                        killer.Change(random.Next(longest), Timeout.Infinite);
                    }
                }
                else if (hasEnded)
                {
                    break;
                }
            }

            producer.WaitForExit();
        }

        Assert.True(next >= rounds, next + " messages");
    }

    /// <summary>Each consumer says what it has received, "NUMBER 1", before it takes the next one.</summary>
    internal static async Task Consumers(MessageQueue queue, int rounds, int longest, Func<Process> start)
    {
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
        for (int round = 0; round < rounds; round++)
        {
            using Process consumer = start();
            string first = await consumer.StandardOutput.ReadLineAsync() + "\n";
            Thread.Sleep(random.Next(longest));
            consumer.Kill();
            string output = first + await consumer.StandardOutput.ReadToEndAsync();
            foreach (string line in output.Split('\n')[..^1])
            {
                string[] parts = line.Split(' ');
                Assert.Equal("1", parts[1]);
                received.Add(long.Parse(parts[0], CultureInfo.InvariantCulture));
            }
        }

        end.Cancel();
        await producer;

        // Each killed consumer may have taken one that it could not tell of any more; nothing else is missing, and all are in order.
        Assert.Equal(received.Distinct().Order(), received);
        Assert.True(received[^1] - received.Count < rounds, "The last number is " + received.LastOrDefault() + ", and there are " + received.Count + ".");
    }
}
