using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace MmapModule;

/// <summary>A stream over mapped bytes. Its length is fixed; it can be written if the map can.</summary>
internal sealed class MappedStream : Stream
{
    private readonly MappedMemory _memory;
    private long _position;
    private bool _closed;

    internal MappedStream(MappedMemory memory) => _memory = memory;

    public override bool CanRead => !_closed && _memory.Owner.Protection.HasFlag(MapProtection.Read);

    public override bool CanSeek => !_closed;

    public override bool CanWrite => !_closed && _memory.Owner.Protection.HasFlag(MapProtection.Write);

    public override long Length
    {
        get
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return _memory.Length;
        }
    }

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        int count = (int)Math.Clamp(Length - _position, 0, buffer.Length);
        if (count > 0)
        {
            _memory.Read(_position, buffer[..count]);
        }

        _position += count;
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        MapRange.Check(_position, buffer.Length, Length);
        _memory.Write(_position, buffer);
        _position += buffer.Length;
    }

    // The copies are memory copies: awaiting them on another thread would only cost.
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        long target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            SeekOrigin.End => Length + offset,
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        };
        return target >= 0 ? _position = target : throw new IOException("Cannot seek to before the start of the stream.");
    }

    public override void SetLength(long value) => throw new NotSupportedException("The length of a map's stream is fixed.");

    /// <summary>Nothing to do: what was written is in the map already. The map's own Flush() makes it durable.</summary>
    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        _closed = true;
        base.Dispose(disposing);
    }
}
