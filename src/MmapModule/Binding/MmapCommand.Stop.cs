using System;
using System.Threading;

namespace MmapModule.Binding;

/// <content>Ctrl+C.</content>
public abstract partial class MmapCommand : IDisposable
{
    private CancellationTokenSource? _stop;
    private volatile bool _isStopping;

    /// <summary>Signalled by Ctrl+C; made at the first use, since most calls are over before anyone could press it.</summary>
    internal CancellationToken Stop
    {
        get
        {
            if (_stop is null)
            {
                CancellationTokenSource stop = new();
                if (Interlocked.CompareExchange(ref _stop, stop, null) is not null)
                {
                    stop.Dispose();
                }
            }

            // Either this sees the flag, or StopProcessing sees the source: both go through a full fence in between.
            if (_isStopping)
            {
                _stop.Cancel();
            }

            return _stop.Token;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called by PowerShell, from another thread, when the user presses Ctrl+C.</summary>
    protected override void StopProcessing()
    {
        _isStopping = true;
        Interlocked.MemoryBarrier();
        try
        {
            _stop?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command was over before Ctrl+C came through; on this thread nobody could catch it.
        }
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    /// <param name="disposing">True if called by Dispose.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop?.Dispose();
        }
    }
}
