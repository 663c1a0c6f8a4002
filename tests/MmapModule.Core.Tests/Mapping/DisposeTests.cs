using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Maps that are removed, once or twice, used or unused.</summary>
public sealed class DisposeTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(40);

    [Fact]
    public void Disposing_twice_is_no_error()
    {
        using TempFile file = new(new byte[100]);
        MemoryMap map = MemoryMap.OpenFile(file.Path);
        map.Dispose();
        map.Dispose();

        Assert.Equal(MapState.Closed, map.State);
        Assert.False(ProcMaps.Shows(file.Path));
        Assert.Empty(ProcFiles.OpenOn(file.Path));
    }

    [Fact]
    public void The_second_Dispose_does_not_hit_a_map_that_has_taken_the_address()
    {
        MemoryMap first = MemoryMap.CreateAnonymous(new() { Size = 64 * Data.PageSize });
        ulong address = first.Address;
        first.Dispose();
        MemoryMap? second = null;
        _ = Record.Exception(() => second = MemoryMap.CreateAnonymous(
            new() { Size = 64 * Data.PageSize, Address = address, Flags = MapFlags.FixedNoReplace }));
        Assert.SkipWhen(second is null, "another thread was faster");
        using (second)
        {
            second.WriteByte(0, 42);
            first.Dispose();
            Expect.Failure(MmapErrorKind.MapDisposed, () => first.ReadByte(0));
            Assert.Equal(42, second.ReadByte(0));
        }
    }

    [Theory]
    [InlineData(SampleKind.File)]
    [InlineData(SampleKind.PrivateAnonymous)]
    [InlineData(SampleKind.PrivateSnapshot)]
    [InlineData(SampleKind.SharedMemory)]
    public async Task Removing_a_map_that_other_threads_read_and_write_ends_in_MapDisposed_for_them(SampleKind kind)
    {
        const int size = 1 << 20;
        byte[] content = Data.Filled(size, 9);
        for (int round = 0; round < 15; round++)
        {
            using MapSample sample = new(kind, content);
            MemoryMap map = sample.Map;
            using Barrier start = new(5);
            Task<MmapErrorKind>[] users = new Task<MmapErrorKind>[4];
            for (int index = 0; index < users.Length; index++)
            {
                bool isWriter = index == 0;
                users[index] = Task.Factory.StartNew(() => UseUntilRemoved(map, start, isWriter), TaskCreationOptions.LongRunning);
            }

            start.SignalAndWait();
            Thread.Sleep(round % 4);
            map.Dispose();
            Assert.All(await Task.WhenAll(users).WaitAsync(s_limit), static error => Assert.Equal(MmapErrorKind.MapDisposed, error));
        }
    }

    [Fact]
    public async Task Of_many_threads_that_dispose_one_does_it()
    {
        for (int round = 0; round < 100; round++)
        {
            MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = 4096 });
            using Barrier start = new(4);
            Task<bool>[] closers = new Task<bool>[4];
            for (int index = 0; index < closers.Length; index++)
            {
                closers[index] = Task.Factory.StartNew(() =>
                {
                    start.SignalAndWait();
                    return map.CloseOnce();
                }, TaskCreationOptions.LongRunning);
            }

            bool[] closed = await Task.WhenAll(closers).WaitAsync(s_limit);
            Assert.Single(closed, static first => first);
        }
    }

    [Fact]
    public async Task A_removal_waits_for_one_step_of_a_long_copy_and_not_for_all_of_it()
    {
        const int size = 256 << 20;
        using MemoryMap map = MemoryMap.CreateAnonymous(new() { Size = size, IsPrivate = true });
        byte[] target = new byte[size];
        using ManualResetEventSlim started = new();
        Task<MmapException?> copying = Task.Run(() => Record.Exception(() =>
            map.CopyOut(0, target, (_, _) => started.Set())) as MmapException);
        started.Wait(s_limit);
        map.Dispose();
        MmapException? error = await copying.WaitAsync(s_limit);

        Assert.Equal(MmapErrorKind.MapDisposed, error?.Kind);
        Assert.Equal(MapState.Closed, map.State);
    }

    private static MmapErrorKind UseUntilRemoved(MemoryMap map, Barrier start, bool isWriter)
    {
        byte[] buffer = new byte[map.Length];
        Array.Fill(buffer, (byte)9);
        start.SignalAndWait();
        try
        {
            while (true)
            {
                if (isWriter)
                {
                    map.Write(0, buffer);
                }
                else
                {
                    map.Read(0, buffer);
                    Assert.Equal(-1, buffer.AsSpan().IndexOfAnyExcept((byte)9));
                }

                _ = map.State;
            }
        }
        catch (MmapException error)
        {
            return error.Kind;
        }
    }
}
