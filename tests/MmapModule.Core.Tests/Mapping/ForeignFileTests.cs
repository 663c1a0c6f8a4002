using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>The number of a closed file soon belongs to the next one that anybody opens: none of our calls may reach that one.</summary>
public sealed class ForeignFileTests
{
    private const int Length = 100;
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(1);

    [Fact]
    [OnlyOn("Linux", "about seals of memfd_create(2)")]
    public void Undoing_a_growth_after_a_failed_seal_cuts_no_other_file()
    {
        // The seal is refused only after the new map is there, because the first one can write.
        using MemoryMap first = MemoryMap.CreateMemoryFile(new() { Size = 4096 });
        Beside(() =>
        {
            Expect.Failure(MmapErrorKind.SealBusy, () => MemoryMap.OpenFile(first.Path!, new() { Size = 8192, Protection = MapProtection.ReadWrite, Seals = MapSeals.Write }));
            Assert.Equal(4096, first.FileLength);
        });
    }

    [Fact]
    public void Resizing_a_file_while_its_map_is_removed_cuts_no_other_file()
    {
        using TempFile file = new(new byte[4096]);
        Beside(() =>
        {
            using MemoryMap map = MemoryMap.OpenFile(file.Path, new() { Protection = MapProtection.ReadWrite });
            using Barrier start = new(2);
            Task remover = Task.Run(() =>
            {
                start.SignalAndWait();
                map.Dispose();
            });
            start.SignalAndWait();
            try
            {
                map.Resize(8192, new() { ResizeFile = true });
                map.Resize(4096, new() { ResizeFile = true });
            }
            catch (MmapException error)
            {
                Assert.Equal(MmapErrorKind.MapDisposed, error.Kind);
            }

            remover.Wait();
            file.SetLength(4096);
        });
    }

    /// <summary>Does something again and again while other threads open and close files of their own, whose lengths never change.</summary>
    private static void Beside(Action act)
    {
        using TempFolder folder = new();
        using CancellationTokenSource stop = new();
        Task<int>[] others = new Task<int>[2];
        for (int i = 0; i < others.Length; i++)
        {
            string path = folder.Write("other" + i, new byte[Length]);
            others[i] = Task.Run(() => OpenAgain(path, stop.Token));
        }

        try
        {
            DateTime end = DateTime.UtcNow + s_time;
            while (DateTime.UtcNow < end)
            {
                act();
            }
        }
        finally
        {
            stop.Cancel();
            Task.WaitAll(others);
        }

        Assert.All(others, static other => Assert.Equal(0, other.Result));
    }

    /// <summary>How often the file had another length than it should.</summary>
    private static int OpenAgain(string path, CancellationToken stop)
    {
        int wrong = 0;
        while (!stop.IsCancellationRequested)
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            Thread.Yield();
            if (stream.Length != Length)
            {
                wrong++;
                stream.SetLength(Length);
            }
        }

        return wrong;
    }
}
