using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace MmapModule;

/// <summary>A stream over mapped bytes. Its length is fixed; it can be written if the map can. It behaves as .NET's own streams do.</summary>
internal sealed class MappedStream : Stream
{
    private readonly MappedMemory _memory;
    private readonly MemoryMap _map;
    private readonly long _start;
    private long _position;
    private volatile bool _closed;

    internal MappedStream(MappedMemory memory)
    {
        _memory = memory;
        _map = memory.Owner;
        _start = memory.Start;
    }

    public override bool CanRead => CanSeek && (_map.Protection & MapProtection.Read) != 0;

    public override bool CanSeek => !_closed && !_map.IsClosed;

    public override bool CanWrite => CanSeek && (_map.Protection & MapProtection.Write) != 0;

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
        get
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return _position;
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ObjectDisposedException.ThrowIf(_closed, this);
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
        CheckReadable();
        long position = _position;
        int count = (int)Math.Clamp(_memory.Length - position, 0, buffer.Length);
        if (count > 0)
        {
            _memory.Read(position, buffer[..count]);
        }

        _position = position + count;
        return count;
    }

    /// <summary>Reads the byte where it is: nothing is buffered, so what others write is seen at once.</summary>
    public override int ReadByte()
    {
        // Parsers call this for each byte, so what loading a byte finds out anyway is not asked before.
        long position = _position;
        if (_closed || position >= _memory.Length || (_map.Protection & MapProtection.Read) == 0)
        {
            CheckReadable();
            return -1;
        }

        byte value = _map.LoadByte(_start + position);
        _position = position + 1;
        return value;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        CheckWritable();
        long position = _position;
        MapRange.Check(position, buffer.Length, _memory.Length);
        _memory.Write(position, buffer);
        _position = position + buffer.Length;
    }

    public override void WriteByte(byte value) => Write([value]);

    // The copies are memory copies: awaiting them on another thread would only cost.
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckReadable();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        try
        {
            return ValueTask.FromResult(Read(buffer.Span));
        }
        catch (Exception error) when (IsOfData(error))
        {
            return ValueTask.FromException<int>(error);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckWritable();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        try
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
        catch (Exception error) when (IsOfData(error))
        {
            return ValueTask.FromException(error);
        }
    }

    public override void CopyTo(Stream destination, int bufferSize)
    {
        ValidateCopyToArguments(destination, bufferSize);
        CheckReadable();
        base.CopyTo(destination, bufferSize);
    }

    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        ValidateCopyToArguments(destination, bufferSize);
        CheckReadable();
        return base.CopyToAsync(destination, bufferSize, cancellationToken);
    }

    public override IAsyncResult BeginRead(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state) =>
        TaskToAsyncResult.Begin(ReadAsync(buffer, offset, count, CancellationToken.None), callback, state);

    public override int EndRead(IAsyncResult asyncResult) => TaskToAsyncResult.End<int>(asyncResult);

    public override IAsyncResult BeginWrite(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state) =>
        TaskToAsyncResult.Begin(WriteAsync(buffer, offset, count, CancellationToken.None), callback, state);

    public override void EndWrite(IAsyncResult asyncResult) => TaskToAsyncResult.End(asyncResult);

    public override long Seek(long offset, SeekOrigin origin)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        long target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            SeekOrigin.End => _memory.Length + offset,
            _ => throw new ArgumentException("The origin is none of Begin, Current and End.", nameof(origin)),
        };
        return target >= 0 ? _position = target : throw new IOException("Cannot seek to before the start of the stream.");
    }

    public override void SetLength(long value)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        throw new NotSupportedException("The length of a map's stream is fixed.");
    }

    /// <summary>Nothing to do: what was written is in the map already. The map's own Flush() makes it durable.</summary>
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        _closed = true;
        base.Dispose(disposing);
    }

    /// <summary>Failures of the copy belong to the task; all else is thrown at once.</summary>
    private static bool IsOfData(Exception error) => error is IOException or OutOfMemoryException;

    private void CheckReadable()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _map.ThrowIfClosed();
        if ((_map.Protection & MapProtection.Read) == 0)
        {
            throw new NotSupportedException("The stream cannot be read: the map is " + _map.Protection + ".");
        }
    }

    private void CheckWritable()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _map.ThrowIfClosed();
        if ((_map.Protection & MapProtection.Write) == 0)
        {
            throw new NotSupportedException("The stream cannot be written: the map is " + _map.Protection + ".");
        }
    }
}
