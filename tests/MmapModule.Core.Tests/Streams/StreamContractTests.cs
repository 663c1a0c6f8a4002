using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What every stream of .NET promises.</summary>
public sealed class StreamContractTests : IDisposable
{
    private readonly byte[] _content = Data.Random(10_000);
    private readonly MapSample _sample;
    private readonly Stream _stream;

    public StreamContractTests()
    {
        _sample = new MapSample(SampleKind.File, _content);
        _stream = _sample.Map.AsStream();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _sample.Dispose();
    }

    [Fact]
    public void A_new_stream_is_at_the_start()
    {
        Assert.Equal((0, 10_000), (_stream.Position, _stream.Length));
        Assert.Equal((true, true, true, false), (_stream.CanRead, _stream.CanWrite, _stream.CanSeek, _stream.CanTimeout));
    }

    [Fact]
    public void Seeking_works_from_everywhere()
    {
        Assert.Equal(100, _stream.Seek(100, SeekOrigin.Begin));
        Assert.Equal(90, _stream.Seek(-10, SeekOrigin.Current));
        Assert.Equal(9_990, _stream.Seek(-10, SeekOrigin.End));
        Assert.Equal(_content[9_990], _stream.ReadByte());
        Assert.Equal(9_991, _stream.Position);
        Assert.Equal(20_000, _stream.Seek(10_000, SeekOrigin.End));
        Assert.Equal(-1, _stream.ReadByte());
        Assert.Equal(0, _stream.Read(new byte[10]));
    }

    [Fact]
    public void Seeking_to_before_the_start_is_an_error_and_moves_nothing()
    {
        _stream.Position = 5;
        Assert.Throws<IOException>(() => _stream.Seek(-6, SeekOrigin.Current));
        Assert.Throws<IOException>(() => _stream.Seek(-1, SeekOrigin.Begin));
        Assert.Throws<IOException>(() => _stream.Seek(long.MaxValue, SeekOrigin.Current));
        Assert.Throws<IOException>(() => _stream.Seek(-10_001, SeekOrigin.End));
        Assert.Throws<ArgumentOutOfRangeException>(() => _stream.Position = -1);
        Assert.ThrowsAny<ArgumentException>(() => _stream.Seek(0, (SeekOrigin)9));

        Assert.Equal(5, _stream.Position);
    }

    [Fact]
    public void Reading_stops_at_the_end()
    {
        byte[] buffer = new byte[20];
        _stream.Position = 9_995;

        Assert.Equal(5, _stream.Read(buffer, 3, 17));
        Assert.Equal(_content[9_995..], buffer[3..8]);
        Assert.Equal(0, _stream.Read(buffer, 0, 20));
        Assert.Throws<EndOfStreamException>(() => _stream.ReadExactly(buffer));
    }

    [Fact]
    public async Task Reading_and_writing_asynchronously_is_the_same()
    {
        Func<byte[], int, int, CancellationToken, Task<int>> readArray = _stream.ReadAsync;
        Func<byte[], int, int, CancellationToken, Task> writeArray = _stream.WriteAsync;
        byte[] buffer = new byte[100];
        _stream.Position = 50;
        Assert.Equal(100, await _stream.ReadAsync(buffer.AsMemory()));
        Assert.Equal(_content[50..150], buffer);
        Assert.Equal(60, await readArray(buffer, 40, 60, default));
        await writeArray(buffer, 0, 3, default);
        await _stream.WriteAsync(buffer.AsMemory(3, 2));
        await _stream.FlushAsync();

        Assert.Equal(215, _stream.Position);
        Assert.Equal(buffer[..5], _sample.Map.Read(210, 5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _stream.ReadAsync(buffer.AsMemory(), new CancellationToken(true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _stream.WriteAsync(buffer.AsMemory(), new CancellationToken(true)));
    }

    [Fact]
    public void What_is_written_is_in_the_file()
    {
        _stream.Position = 1_000;
        _stream.Write([1, 2, 3]);
        _stream.WriteByte(4);
        _stream.Write([9, 5, 9], 1, 1);
        _stream.Flush();

        Assert.Equal(1_005, _stream.Position);
        Assert.Equal([1, 2, 3, 4, 5], TempFile.Read(_sample.Map.Path!)[1_000..1_005]);
    }

    [Fact]
    public void Writing_past_the_end_is_an_error_and_writes_nothing()
    {
        _stream.Position = 9_999;
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => _stream.Write([1, 2]));
        _stream.Position = 20_000;
        Expect.Failure(MmapErrorKind.RegionOutOfRange, () => _stream.WriteByte(1));

        Assert.Equal(20_000, _stream.Position);
        Assert.Equal(_content, TempFile.Read(_sample.Map.Path!));
        Assert.Throws<NotSupportedException>(() => _stream.SetLength(5));
    }

    [Fact]
    public void Wrong_arguments_are_errors()
    {
        Assert.Throws<ArgumentNullException>(() => _stream.Read(null!, 0, 0));
        Assert.Throws<ArgumentNullException>(() => _stream.Write(null!, 0, 0));
        Assert.ThrowsAny<ArgumentException>(() => _stream.Read(new byte[5], 3, 3));
        Assert.ThrowsAny<ArgumentException>(() => _stream.Write(new byte[5], -1, 3));
    }

    [Fact]
    public void A_closed_stream_does_nothing_more_and_the_map_lives_on()
    {
        _stream.Dispose();
        _stream.Dispose();

        Assert.Equal((false, false, false), (_stream.CanRead, _stream.CanWrite, _stream.CanSeek));
        Assert.Throws<ObjectDisposedException>(() => _stream.ReadByte());
        Assert.Throws<ObjectDisposedException>(() => _stream.Write([1]));
        Assert.Throws<ObjectDisposedException>(() => _stream.CopyTo(Stream.Null));
        Assert.Throws<ObjectDisposedException>(() => _stream.Seek(0, SeekOrigin.Begin));
        Assert.Equal(_content, _sample.Map.Read());
    }
}
