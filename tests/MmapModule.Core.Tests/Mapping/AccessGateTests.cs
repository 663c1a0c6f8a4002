using System;
using System.Threading;
using System.Threading.Tasks;
using MmapModule.Mapping;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Who may be inside the gate at the same time.</summary>
public sealed class AccessGateTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);
    private readonly AccessGate _gate = new();

    [Fact]
    public void Many_users_are_inside_at_once()
    {
        Assert.True(_gate.TryEnter());
        Assert.True(_gate.TryEnter());
        _gate.Exit();
        _gate.Exit();
        Assert.False(_gate.IsClosed);
    }

    [Fact]
    public async Task Close_waits_for_the_last_user()
    {
        Assert.True(_gate.TryEnter());
        Assert.True(_gate.TryEnter());
        Task<bool> closing = Task.Run(_gate.Close);

        _gate.Exit();
        Assert.True(SpinWait.SpinUntil(() => _gate.IsClosed, s_limit));
        await Task.Delay(s_moment);
        Assert.False(closing.IsCompleted);

        _gate.Exit();
        Assert.True(await closing.WaitAsync(s_limit));
    }

    [Fact]
    public async Task Nobody_enters_while_the_gate_is_closing()
    {
        Assert.True(_gate.TryEnter());
        Task<bool> closing = Task.Run(_gate.Close);
        Assert.True(SpinWait.SpinUntil(() => _gate.IsClosed, s_limit));

        Assert.False(await Task.Run(_gate.TryEnter).WaitAsync(s_limit));
        Assert.False(await Task.Run(_gate.TryEnterExclusive).WaitAsync(s_limit));
        _gate.Exit();
        Assert.True(await closing.WaitAsync(s_limit));
    }

    [Fact]
    public void Nobody_enters_a_closed_gate()
    {
        Assert.True(_gate.Close());
        Assert.False(_gate.TryEnter());
        Assert.False(_gate.TryEnterExclusive());
        Assert.False(_gate.Close());
        Assert.True(_gate.IsClosed);
    }

    [Fact]
    public async Task An_exclusive_holder_waits_for_users_and_keeps_others_out()
    {
        Assert.True(_gate.TryEnter());
        Task<bool> exclusive = Task.Run(_gate.TryEnterExclusive);
        await Task.Delay(s_moment);
        Assert.False(exclusive.IsCompleted);

        _gate.Exit();
        Assert.True(await exclusive.WaitAsync(s_limit));
        Task<bool> user = Task.Run(_gate.TryEnter);
        await Task.Delay(s_moment);
        Assert.False(user.IsCompleted);

        _gate.ExitExclusive();
        Assert.True(await user.WaitAsync(s_limit));
        _gate.Exit();
    }

    [Fact]
    public async Task Close_waits_for_an_exclusive_holder_and_stops_those_who_wait()
    {
        Assert.True(_gate.TryEnterExclusive());
        Task<bool> second = Task.Run(_gate.TryEnterExclusive);
        await Task.Delay(s_moment);
        Assert.False(second.IsCompleted);

        Task<bool> closing = Task.Run(_gate.Close);
        await Task.Delay(s_moment);
        Assert.False(closing.IsCompleted);

        _gate.ExitExclusive();

        // Either may come first; an exclusive holder who came first must leave before the gate closes.
        if (await second.WaitAsync(s_limit))
        {
            Assert.False(closing.IsCompleted);
            _gate.ExitExclusive();
        }

        Assert.True(await closing.WaitAsync(s_limit));
        Assert.False(_gate.TryEnter());
    }
}
