using System;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Platform.Linux.Limits;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What is found out once is found out by one thread, and only if it could be found out.</summary>
[OnlyOn("Linux", "asks the kernel of Linux")]
public sealed class ProbedOnceTests
{
    [Fact]
    public void An_answer_stays_and_a_failure_does_not()
    {
        Queue<bool?> answers = new([null, null, true, false]);
        ProbedOnce probed = new(answers.Dequeue);

        Assert.False(probed.Value);
        Assert.False(probed.Value);
        Assert.True(probed.Value);
        Assert.True(probed.Value);
        Assert.Single(answers);
    }

    [Fact]
    public void No_is_an_answer_too()
    {
        Queue<bool?> answers = new([false, true]);
        ProbedOnce probed = new(answers.Dequeue);

        Assert.False(probed.Value);
        Assert.False(probed.Value);
    }

    [Fact]
    public void Many_threads_ask_once()
    {
        for (int round = 0; round < 50; round++)
        {
            int calls = 0;
            ProbedOnce probed = new(() =>
            {
                _ = Interlocked.Increment(ref calls);
                Thread.Yield();
                return true;
            });
            using Barrier start = new(4);
            Thread[] threads = new Thread[4];
            for (int i = 0; i < threads.Length; i++)
            {
                threads[i] = new Thread(() =>
                {
                    start.SignalAndWait();
                    Assert.True(probed.Value);
                });
                threads[i].Start();
            }

            Array.ForEach(threads, static thread => thread.Join());
            Assert.Equal(1, calls);
        }
    }
}
