using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace MmapModule.Tests;

/// <summary>What every stream of .NET does alike.</summary>
public sealed class StreamConformanceTests : IDisposable
{
    private readonly MapSample _sample = new(SampleKind.File, Data.Random(100));
    private readonly Stream _stream;

    public StreamConformanceTests() => _stream = _sample.Map.AsStream();

    public void Dispose()
    {
        _stream.Dispose();
        _sample.Dispose();
    }

    [Fact]
    public void Wrong_arguments_are_named_at_once()
    {
        Assert.Throws<ArgumentNullException>("buffer", () => { _ = ReadArray(null!, 0, 0); });
        Assert.Throws<ArgumentNullException>("buffer", () => { _ = WriteArray(null!, 0, 0); });
        Assert.Throws<ArgumentOutOfRangeException>("offset", () => { _ = ReadArray(new byte[1], -1, 0); });
        Assert.Throws<ArgumentOutOfRangeException>("count", () => { _ = WriteArray(new byte[1], 0, 2); });
        Assert.Throws<ArgumentOutOfRangeException>("count", () => { _ = ReadArray(new byte[1], 1, 1); });
        Assert.Throws<ArgumentNullException>("buffer", () => { _ = _stream.BeginRead(null!, 0, 0, null, null); });
        Assert.Throws<ArgumentOutOfRangeException>("count", () => { _ = _stream.BeginWrite(new byte[1], 0, 2, null, null); });
        Assert.Throws<ArgumentNullException>("destination", () => { _stream.CopyTo(null!); });
        Assert.Throws<ArgumentOutOfRangeException>("bufferSize", () => { _stream.CopyTo(Stream.Null, 0); });
        Assert.Throws<ArgumentNullException>("destination", () => { _ = _stream.CopyToAsync(null!); });
    }

    [Fact]
    public void A_cancelled_token_is_a_cancelled_task()
    {
        CancellationToken cancelled = new(canceled: true);
        byte[] buffer = new byte[4];
        Assert.True(_stream.ReadAsync(buffer.AsMemory(), cancelled).AsTask().IsCanceled);
        Assert.True(_stream.WriteAsync(buffer.AsMemory(), cancelled).AsTask().IsCanceled);
        Assert.True(_stream.FlushAsync(cancelled).IsCanceled);
        Assert.Equal(0, _stream.Position);
    }

    [Fact]
    [OnlyOn("Linux", "writes a file that is mapped for writing")]
    public void Failures_of_the_copy_belong_to_the_task()
    {
        _stream.Position = 99;
        Task write = _stream.WriteAsync(new byte[2]).AsTask();
        Assert.True(write.IsFaulted);
        Expect.WellFormed(MmapErrorKind.RegionOutOfRange, Assert.IsType<MmapException>(write.Exception!.InnerException));

        _stream.Position = 0;
        File.WriteAllBytes(_sample.Map.Path!, []);
        Task<int> read = _stream.ReadAsync(new byte[2]).AsTask();
        Assert.True(read.IsFaulted);
        Expect.WellFormed(MmapErrorKind.RegionTruncated, Assert.IsType<MmapException>(read.Exception!.InnerException));
        Assert.Equal(0, _stream.Position);
    }

    [Fact]
    public async Task What_the_map_does_not_allow_is_not_supported()
    {
        using TempFile file = new([1, 2, 3]);
        using MemoryMap readOnly = MemoryMap.OpenFile(file.Path);
        using Stream reading = readOnly.AsStream();
        Assert.Throws<NotSupportedException>(() => reading.WriteByte(1));
        Assert.Throws<NotSupportedException>(() => reading.Write([1]));
        Assert.Throws<NotSupportedException>(() => reading.Write([], 0, 0));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await reading.WriteAsync(new byte[1].AsMemory()));

        using TempFile empty = new([]);
        using MemoryMap noMap = MemoryMap.OpenFile(empty.Path, new() { Protection = MapProtection.Write });
        using Stream writing = noMap.AsStream();
        Assert.Throws<NotSupportedException>(() => writing.ReadByte());
        Assert.Throws<NotSupportedException>(() => writing.Read([]));
        Assert.Throws<NotSupportedException>(() => writing.CopyTo(Stream.Null));
    }

    [Fact]
    public void A_closed_stream_has_no_position()
    {
        _stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _stream.Position);
        Assert.Throws<ObjectDisposedException>(() => _stream.Position = 1);
        Assert.Throws<ObjectDisposedException>(() => _stream.Length);
        Assert.Throws<ObjectDisposedException>(() => _stream.SetLength(1));
        Assert.Throws<ObjectDisposedException>(() => _stream.WriteByte(1));
        Assert.Throws<ObjectDisposedException>(() => { _ = ReadArray(new byte[1], 0, 1); });
    }

    [Fact]
    public void A_stream_of_a_removed_map_can_do_nothing()
    {
        _sample.Map.Dispose();
        Assert.Equal((false, false, false), (_stream.CanRead, _stream.CanWrite, _stream.CanSeek));
        Expect.Failure(MmapErrorKind.MapDisposed, () => _stream.ReadByte());
        Expect.Failure(MmapErrorKind.MapDisposed, () => _stream.WriteByte(1));
        _stream.Position = 100;
        Expect.Failure(MmapErrorKind.MapDisposed, () => _stream.ReadByte());
    }

    [Fact]
    public void Flushing_has_nothing_to_wait_for() => Assert.Same(Task.CompletedTask, _stream.FlushAsync(CancellationToken.None));

    [Fact]
    public async Task What_every_stream_promises_holds_at_its_end()
    {
        _stream.Position = 99;
        Assert.Throws<EndOfStreamException>(() => _stream.ReadExactly(new byte[2]));
        _stream.Position = 99;
        Assert.Equal(1, _stream.ReadAtLeast(new byte[4], 4, throwOnEndOfStream: false));
        Assert.Equal(0, await _stream.ReadAtLeastAsync(new byte[4], 4, throwOnEndOfStream: false));
        Assert.Equal(-1, _stream.ReadByte());
        Assert.Throws<ArgumentException>(() => _stream.Seek(0, (SeekOrigin)9));
        Assert.False(_stream.CanTimeout);
        Assert.Throws<InvalidOperationException>(() => _stream.ReadTimeout);
        _stream.Position = 0;
        using MemoryStream closed = new([], writable: false);
        Assert.Throws<NotSupportedException>(() => _stream.CopyTo(closed));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _stream.CopyToAsync(Stream.Null, new CancellationToken(canceled: true)));
        await _stream.DisposeAsync();
        await _stream.DisposeAsync();
        Assert.Equal((false, false, false), (_stream.CanRead, _stream.CanWrite, _stream.CanSeek));
    }

    [Fact]
    public void The_old_asynchronous_pattern_works()
    {
        byte[] buffer = new byte[10];
        object state = new();
        IAsyncResult begun = _stream.BeginRead(buffer, 0, 10, null, state);
        Assert.Same(state, begun.AsyncState);
        Assert.Equal(10, _stream.EndRead(begun));
        Assert.Equal(_sample.Map.Read(0, 10), buffer);
        _stream.EndWrite(_stream.BeginWrite([1, 2], 0, 2, null, null));
        Assert.Equal([1, 2], _sample.Map.Read(10, 2));
    }

    [Fact]
    public void Single_bytes_are_read_as_they_are_now()
    {
        _sample.Map.WriteByte(0, 1);
        _sample.Map.WriteByte(1, 2);
        Assert.Equal(1, _stream.ReadByte());
        _sample.Map.WriteByte(1, 3);
        Assert.Equal(3, _stream.ReadByte());
        _stream.Position = long.MaxValue;
        Assert.Equal(-1, _stream.ReadByte());
        Assert.Equal(0, _stream.Read(new byte[3]));
        Assert.Equal(long.MaxValue, _stream.Position);
    }

    private Task<int> ReadArray(byte[] buffer, int offset, int count)
    {
        Func<byte[], int, int, CancellationToken, Task<int>> read = _stream.ReadAsync;
        return read(buffer, offset, count, CancellationToken.None);
    }

    private Task WriteArray(byte[] buffer, int offset, int count)
    {
        Func<byte[], int, int, CancellationToken, Task> write = _stream.WriteAsync;
        return write(buffer, offset, count, CancellationToken.None);
    }
}
