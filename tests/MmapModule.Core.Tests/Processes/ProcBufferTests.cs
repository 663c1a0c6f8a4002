using System.Globalization;
using System.IO;
using System.Threading;
using MmapModule.Interop.Linux;
using MmapModule.Platform.Linux.Proc;
using Xunit;

namespace MmapModule.Tests;

/// <summary>Reading files of /proc as a whole.</summary>
[OnlyOn("Linux", "reads /proc")]
public sealed class ProcBufferTests
{
    [Fact]
    public void It_grows_with_the_file_and_serves_for_the_next()
    {
        byte[] content = Data.Random(3_000_001);
        using TempFile large = new(content);
        using TempFile small = new([1, 2, 3]);
        using ProcBuffer buffer = new();

        Assert.Equal(0, buffer.Load(large.Path));
        Assert.Equal(content, buffer.Content.ToArray());
        Assert.Equal(0, buffer.Load(small.Path));
        Assert.Equal([1, 2, 3], buffer.Content.ToArray());
        Assert.Empty(ProcFiles.OpenOn(large.Path));
    }

    [Fact]
    public void What_cannot_be_read_leaves_nothing_of_the_file_before()
    {
        using TempFile file = new([1]);
        using ProcBuffer buffer = new();
        _ = buffer.Load(file.Path);

        Assert.Equal(Errno.ENOENT, buffer.Load("/proc/0/maps"));
        Assert.True(buffer.Content.IsEmpty);
        Assert.Equal(Errno.EISDIR, buffer.Load("/proc"));
        Assert.True(buffer.Content.IsEmpty);
    }

    [Fact]
    public void It_stops_when_told_and_closes_the_file()
    {
        using TempFile file = new([1]);
        using ProcBuffer buffer = new();

        Assert.Throws<System.OperationCanceledException>(() => buffer.Load(file.Path, new CancellationToken(canceled: true)));
        Assert.Empty(ProcFiles.OpenOn(file.Path));
    }

    [Fact]
    public void Single_numbers_are_found()
    {
        Assert.Equal(long.Parse(File.ReadAllText("/proc/sys/vm/max_map_count"), CultureInfo.InvariantCulture), ProcNumbers.First("/proc/sys/vm/max_map_count"));
        Assert.Equal(File.ReadAllText("/proc/sys/fs/file-nr").Split('\t')[2].Trim(), ProcNumbers.Nth("/proc/sys/fs/file-nr", 2)?.ToString(CultureInfo.InvariantCulture));
        Assert.Null(ProcNumbers.First("/proc/no-such-file"));
        Assert.Null(ProcNumbers.First("/proc/version"));
        Assert.Null(ProcNumbers.Bytes("/proc/meminfo", "NoSuchField"u8));

        // "Swap" is the beginning of other names, but no field itself.
        Assert.Null(ProcNumbers.Bytes("/proc/meminfo", "Swap"u8));
        Assert.True(ProcNumbers.Bytes("/proc/meminfo", "MemTotal"u8) > 1 << 20);
    }
}
