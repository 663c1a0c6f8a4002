using System;
using System.Threading;
using System.Threading.Tasks;
using MmapModule.Mapping;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The gate under many threads that come, go and close it.</summary>
public sealed class AccessGateStressTests
{
    private const int Threads = 6;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task No_user_is_ever_inside_together_with_an_exclusive_holder()
    {
        AccessGate gate = new();
        int inside = 0;
        int broken = 0;
        long entered = 0;
        Task[] tasks = new Task[Threads];
        for (int index = 0; index < Threads; index++)
        {
            bool isExclusive = index < 2;
            tasks[index] = Task.Factory.StartNew(() => Work(isExclusive), TaskCreationOptions.LongRunning);
        }

        await Task.WhenAll(tasks).WaitAsync(s_limit);
        Assert.Equal(0, broken);
        Assert.Equal(0, inside);
        Assert.Equal((Threads - 2) * 20_000, entered);

        void Work(bool isExclusive)
        {
            for (int round = 0; round < (isExclusive ? 300 : 20_000); round++)
            {
                if (isExclusive)
                {
                    Assert.True(gate.TryEnterExclusive());
                    broken += Volatile.Read(ref inside) == 0 ? 0 : 1;
                    Thread.SpinWait(20);
                    broken += Volatile.Read(ref inside) == 0 ? 0 : 1;
                    gate.ExitExclusive();
                    continue;
                }

                Assert.True(gate.TryEnter());
                Interlocked.Increment(ref inside);
                Interlocked.Increment(ref entered);
                Interlocked.Decrement(ref inside);
                gate.Exit();
            }
        }
    }

    [Fact]
    public async Task When_the_gate_closes_no_user_is_inside_and_none_comes_in()
    {
        for (int round = 0; round < 50; round++)
        {
            AccessGate gate = new();
            int inside = 0;
            using Barrier start = new(Threads + 1);
            Task[] users = new Task[Threads];
            for (int index = 0; index < Threads; index++)
            {
                users[index] = Task.Factory.StartNew(UseUntilClosed, TaskCreationOptions.LongRunning);
            }

            start.SignalAndWait();
            Thread.SpinWait(round * 10);
            Assert.True(gate.Close());
            Assert.Equal(0, Volatile.Read(ref inside));
            await Task.WhenAll(users).WaitAsync(s_limit);

            void UseUntilClosed()
            {
                start.SignalAndWait();
                while (gate.TryEnter())
                {
                    Interlocked.Increment(ref inside);
                    Interlocked.Decrement(ref inside);
                    gate.Exit();
                }
            }
        }
    }

    [Fact]
    public async Task Of_many_closers_exactly_one_closes()
    {
        for (int round = 0; round < 50; round++)
        {
            AccessGate gate = new();
            using Barrier start = new(Threads);
            int winners = 0;
            Assert.True(gate.TryEnter());
            Task[] closers = new Task[Threads];
            for (int index = 0; index < Threads; index++)
            {
                bool isUser = index == 0;
                closers[index] = Task.Factory.StartNew(() => Run(isUser), TaskCreationOptions.LongRunning);
            }

            await Task.WhenAll(closers).WaitAsync(s_limit);
            Assert.Equal(1, winners);

            void Run(bool isUser)
            {
                start.SignalAndWait();
                if (isUser)
                {
                    gate.Exit();
                }
                else if (gate.Close())
                {
                    Interlocked.Increment(ref winners);
                }
            }
        }
    }
}
