using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using Xunit;

namespace MmapModule.Tests;

/// <summary>
/// What a process leaves that is killed at any moment. This shows the order of things and that nothing is half done; it is
/// not a loss of power, after which a disk may lack more.
/// </summary>
[Trait(LongRun.Trait, LongRun.Trust)]
public sealed class KilledTests
{
    private static readonly int s_rounds = LongRun.Rounds(10, 100);
    private static readonly int s_fewer = LongRun.Rounds(2, 50);

    [Fact]
    public void Every_record_that_was_reported_after_a_durable_sync_is_there()
    {
        Random random = new(Seed.Start);
        int most = 0;
        for (int round = 0; round < s_rounds; round++)
        {
            using TempFolder folder = new();
            string path = folder.Combine("records");
            IReadOnlyList<string> reported = Victim.Kill("records", path, TimeSpan.FromMilliseconds(random.Next(100)));
            byte[] bytes = TempFile.Read(path);
            for (int number = 0; number < reported.Count; number++)
            {
                Assert.Equal(number.ToString(CultureInfo.InvariantCulture), reported[number]);
                Assert.Equal(Victim.Record(number), bytes.AsSpan(number * Victim.RecordSize, Victim.RecordSize).ToArray());
            }

            most = Math.Max(most, reported.Count);
        }

        Assert.InRange(most, 2, int.MaxValue);
    }

    [Theory]
    [InlineData("save")]
    [InlineData("copy")]
    [InlineData("new")]
    [InlineData("resize")]
    public void What_is_left_is_old_or_new_and_nothing_else(string work)
    {
        Random random = new(Seed.Start);
        for (int round = 0; round < s_fewer; round++)
        {
            using TempFolder folder = new();
            string path = folder.Write("file", Data.Filled(Victim.OldSize, 0xFF));
            IReadOnlyList<string> reported = Victim.Kill(work, path, TimeSpan.FromMilliseconds(random.Next(60)));
            Assert.NotEmpty(reported);
            byte[] bytes = TempFile.Read(path);
            int last = int.Parse(reported[^1], CultureInfo.InvariantCulture);
            switch (work)
            {
                case "save":
                    // Replaced as a whole: the last that was reported, or the next one. What it was made in may be left beside it.
                    Assert.Equal(Victim.OldSize, bytes.Length);
                    Assert.Contains(bytes[0], new[] { Value(last), Value(last + 1), Value(last + 2) });
                    Assert.Equal(-1, bytes.AsSpan().IndexOfAnyExcept(bytes[0]));
                    break;
                case "copy":
                    // In place: new bytes up to somewhere, and old ones from there.
                    Assert.Equal(Victim.OldSize, bytes.Length);
                    int end = bytes.AsSpan().IndexOfAnyExcept(bytes[0]);
                    Assert.True(end < 0 || bytes.AsSpan(end).IndexOfAnyExcept(bytes[end]) < 0);
                    break;
                default:
                    // The old bytes, and only zeros behind them.
                    Assert.InRange(bytes.Length, Victim.OldSize, Victim.NewSize);
                    Assert.Equal(-1, bytes.AsSpan(0, Victim.OldSize).IndexOfAnyExcept((byte)0xFF));
                    Assert.Equal(-1, bytes.AsSpan(Victim.OldSize).IndexOfAnyExcept((byte)0));
                    break;
            }
        }
    }

    [Theory]
    [InlineData("save")]
    [InlineData("new")]
    [InlineData("resize")]
    public void What_is_stopped_at_any_moment_leaves_old_or_new(string work)
    {
        Random random = new(Seed.Start);
        using MemoryMap source = MemoryMap.CreateAnonymous(new() { Size = Victim.NewSize, IsPrivate = true });
        source.Fill(pattern: [1]);
        using TempFolder folder = new();
        for (int round = 0; round < 2 * s_rounds; round++)
        {
            string path = folder.Write("file", Data.Filled(Victim.OldSize, 0xFF));
            using CancellationTokenSource stop = new(TimeSpan.FromMicroseconds(random.Next(8_000)));
            bool isDone = Record.Exception(() => Work(work, source, path, stop.Token)) is not OperationCanceledException;
            byte[] bytes = TempFile.Read(path);

            Assert.Equal(isDone ? Victim.NewSize : Victim.OldSize, bytes.Length);
            Assert.Equal(isDone && work == "save" ? 1 : 0xFF, bytes[0]);
            Assert.Equal(-1, bytes.AsSpan(0, Victim.OldSize).IndexOfAnyExcept(bytes[0]));
            Assert.Equal([path], Directory.GetFiles(folder.Path));
        }
    }

    private static void Work(string work, MemoryMap source, string path, CancellationToken stop)
    {
        switch (work)
        {
            case "save":
                _ = source.Save(path, cancellation: stop);
                break;
            case "new":
                MemoryMap.OpenFile(path, new() { Size = Victim.NewSize, Protection = MapProtection.ReadWrite }, stop).Dispose();
                break;
            default:
                using (MemoryMap map = MemoryMap.OpenFile(path, new() { Protection = MapProtection.ReadWrite }, CancellationToken.None))
                {
                    map.Resize(Victim.NewSize, new ResizeOptions { ResizeFile = true }, stop);
                }

                break;
        }
    }

    private static byte Value(int round) => (byte)((round % 200) + 1);
}
