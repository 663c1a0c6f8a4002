using System;
using System.IO.Pipes;
using System.Threading;
using System.Threading.Tasks;
using MmapModule.Platform;

namespace MmapModule.Copying;

/// <summary>A pipe of this process whose bytes are collected in memory, for a writer that wants a path.</summary>
/// <remarks>The writing end stays open until nobody will open the path any more, so that its number never belongs to another file.</remarks>
internal sealed class PipeSnapshot : IDisposable
{
    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.In);
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenSource _isUnused = new();
    private readonly string _source;
    private readonly Task<MemoryMap> _reading;
    private readonly long _limit;
    private readonly Action _onEnough;
    private Thread? _closing;

    /// <param name="limit">One more byte than this is read and no other; then writing is an error.</param>
    /// <param name="onEnough">Called from another thread when nothing more will be read, although somebody may still write: that is an error by then.</param>
    /// <param name="cancellation">Nothing more will be read then either.</param>
    internal PipeSnapshot(long limit, Action onEnough, CancellationToken cancellation)
    {
        _limit = limit;
        _onEnough = onEnough;
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _source = MapPlatform.Current.PathOf(_pipe.SafePipeHandle);
        Path = MapPlatform.Current.PathOf(_pipe.ClientSafePipeHandle);
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Where to write to, until <see cref="Complete"/>.</summary>
    internal string Path { get; }

    public void Dispose()
    {
        _end.Cancel();
        _pipe.DisposeLocalCopyOfClientHandle();
        try
        {
            _reading.GetAwaiter().GetResult().Dispose();
        }
        catch (Exception error) when (error is MmapException or OperationCanceledException)
        {
            // Complete has thrown it, or nobody asks any more.
        }

        _isUnused.Cancel();
        _closing?.Join();
        _pipe.Dispose();
        _end.Dispose();
        _isUnused.Dispose();
    }

    /// <summary>Everything that was written, or one byte more than the limit; nobody may write or open the path any more.</summary>
    /// <param name="patience">So many milliseconds the end of the bytes is awaited.</param>
    /// <returns>A map that belongs to this object; null if the end does not come, because somebody has left the path open.</returns>
    /// <exception cref="MmapException">Memory is short.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal MemoryMap? Complete(int patience)
    {
        _pipe.DisposeLocalCopyOfClientHandle();
        if (Task.WaitAny([_reading], patience) < 0)
        {
            _end.Cancel();
            return null;
        }

        return _reading.GetAwaiter().GetResult();
    }

    private MemoryMap Read()
    {
        try
        {
            MemoryMap map = MemoryMap.CreateSnapshot(_source, _limit + 1, _end.Token);

            // From now on, writing to it is an error.
            _pipe.SafePipeHandle.Dispose();
            if (map.Length > _limit)
            {
                _onEnough();
            }

            return map;
        }
        catch
        {
            _onEnough();
            _closing = new Thread(CloseLater) { IsBackground = true };
            _closing.Start();
            throw;
        }
    }

    /// <summary>To open a pipe that nobody reads takes for ever, so the first byte, the end, or that nobody will open it any more is awaited.</summary>
    private void CloseLater()
    {
        try
        {
            MemoryMap.CreateSnapshot(_source, 1, _isUnused.Token).Dispose();
        }
        catch (Exception error) when (error is MmapException or OperationCanceledException)
        {
            // It is closed in any case.
        }

        _pipe.SafePipeHandle.Dispose();
    }
}
