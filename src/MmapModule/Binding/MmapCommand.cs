using System;
using System.Management.Automation;
using System.Threading;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>What all cmdlets share: reporting errors and stopping at Ctrl+C.</summary>
public abstract class MmapCommand : PSCmdlet, IDisposable
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

    /// <summary>Asks for permission; what is shown of names is harmless.</summary>
    private protected new bool ShouldProcess(string? target, string action) => base.ShouldProcess(Shown.Name(target ?? string.Empty), Shown.Name(action));

    /// <summary>Asks the user; what is shown of names is harmless.</summary>
    private protected new bool ShouldContinue(string query, string caption) => base.ShouldContinue(Shown.Name(query), Shown.Name(caption));

    /// <summary>Warns; what is shown of names is harmless.</summary>
    private protected new void WriteWarning(string text) => base.WriteWarning(Shown.Name(text));

    /// <summary>Tells more; what is shown of names is harmless.</summary>
    private protected new void WriteVerbose(string text) => base.WriteVerbose(Shown.Name(text));

    /// <summary>Whether an exception is for the user: an error record for one item, or the end of a stopped pipeline.</summary>
    private protected static bool IsReportable(Exception error) => error is OperationCanceledException || ErrorRecords.CanReport(error);

    /// <summary>Reports the failure of one item; the next item goes on.</summary>
    private protected void Report(Exception error, object? target)
    {
        if (error is OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }

        WriteError(ErrorRecords.Create(error, target));
    }
}
