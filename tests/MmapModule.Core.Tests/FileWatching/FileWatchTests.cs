using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using MmapModule.Platform;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What happens to files, and what ends a sleep.</summary>
public sealed class FileWatchTests
{
    private const FileEvents All = FileEvents.Grows | FileEvents.Truncated | FileEvents.Replaced | FileEvents.Deleted;

    /// <summary>Longer than any test lasts.</summary>
    private const int Forever = 3_600_000;

    [Fact]
    public void What_happened_since_the_file_was_mapped_counts()
    {
        using TempFolder folder = new();
        folder.Write("log", [1, 2, 3]);
        using MemoryMap map = MemoryMap.OpenFile(folder.Combine("log"));
        Assert.Null(FileWatch.Wait(map, All, 0));

        File.Move(folder.Combine("log"), folder.Combine("old"));
        Assert.Equal(FileEvents.Deleted, FileWatch.Wait(map, All)!.Event);

        folder.Write("log", [9]);
        FileChange change = FileWatch.Wait(map, All)!;
        Assert.Equal(FileEvents.Replaced, change.Event);
        Assert.Equal((3L, 3L, 1L), (change.LengthBefore, change.Length, change.NewLength!.Value));
        Assert.NotEqual(change.Inode, change.NewInode);

        // The map follows the file.
        File.AppendAllText(folder.Combine("old"), "more");
        Assert.Equal(FileEvents.Grows | FileEvents.Replaced, FileWatch.Wait(map, All)!.Event);
        Assert.Null(FileWatch.Wait(map, FileEvents.Truncated | FileEvents.Deleted, 0));
    }

    [Fact]
    public void Wrong_arguments_are_errors()
    {
        using TempFile file = new([1]);
        using MemoryMap map = MemoryMap.OpenFile(file.Path);
        using MemoryMap memory = MemoryMap.CreateAnonymous(new MemoryMapOptions { Size = 10 });
        Expect.Failure(MmapErrorKind.InvalidArgument, () => FileWatch.Wait(map, FileEvents.None));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => FileWatch.Wait(map, (FileEvents)16));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => FileWatch.Wait(memory, All));
        Expect.Failure(MmapErrorKind.InvalidArgument, () => FileWatch.Wait(Path.GetTempPath(), All));
        Expect.Failure(MmapErrorKind.PathNotFound, () => FileWatch.Wait(file.Path + ".missing", All));
        map.Dispose();
        Expect.Failure(MmapErrorKind.MapDisposed, () => FileWatch.Wait(map, All));
    }

    /// <summary>The sleep is so long that only an event can end it. What happens is repeated, since the sleep may begin after it.</summary>
    [Theory]
    [InlineData("grow")]
    [InlineData("truncate")]
    [InlineData("rename")]
    [InlineData("replace")]
    [InlineData("delete")]
    public async Task An_event_ends_a_sleep(string what)
    {
        using TempFolder folder = new();
        folder.Write("log", [1, 2, 3]);
        string path = folder.Combine("log");
        using IFileWatch watch = MapPlatform.Current.FileWatching.Watch(path, null, isLengthWanted: true);
        Task sleep = Task.Factory.StartNew(() => watch.Sleep(Forever), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (int attempt = 0; attempt < 6000 && !sleep.IsCompleted; attempt++)
        {
            switch (what)
            {
                case "grow":
                    await File.AppendAllTextAsync(path, "x", TestContext.Current.CancellationToken);
                    break;
                case "truncate":
                    await using (FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                    {
                        stream.SetLength(attempt % 2);
                    }

                    break;
                case "rename":
                    File.Move(path, path + attempt);
                    File.Move(path + attempt, path);
                    break;
                case "replace":
                    folder.Write("new", [1]);
                    File.Move(folder.Combine("new"), path, overwrite: true);
                    break;
                default:
                    File.Delete(path);
                    folder.Write("log", [1]);
                    break;
            }

            await Task.WhenAny(sleep, Task.Delay(10, TestContext.Current.CancellationToken));
        }

        Assert.True(sleep.IsCompletedSuccessfully);
    }

    [Fact]
    public void What_others_do_in_the_folder_ends_no_sleep()
    {
        using TempFolder folder = new();
        folder.Write("log", [1, 2, 3]);
        using IFileWatch watch = MapPlatform.Current.FileWatching.Watch(folder.Combine("log"), null, isLengthWanted: true);
        using CancellationTokenSource end = new();
        Thread other = new(() =>
        {
            for (int i = 0; !end.IsCancellationRequested; i++)
            {
                folder.Write("logger" + (i % 7), [1]);
                File.Delete(folder.Combine("logger" + (i % 7)));
            }
        });
        other.Start();
        try
        {
            long start = Environment.TickCount64;
            watch.Sleep(300);
            Assert.InRange(Environment.TickCount64 - start, 290, long.MaxValue);
        }
        finally
        {
            end.Cancel();
            other.Join();
        }
    }
}
