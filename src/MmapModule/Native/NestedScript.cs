using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace MmapModule.Native;

/// <summary>Runs a script in the runspace of a cmdlet, so that it can be stopped without the pipeline that the cmdlet is in.</summary>
internal sealed class NestedScript : IDisposable
{
    private readonly PowerShell _shell = PowerShell.Create(RunspaceMode.CurrentRunspace);

    /// <summary>Gets each error as it comes, also one that ends the script.</summary>
    internal Action<ErrorRecord>? OnError { get; init; }

    /// <summary>The warnings so far.</summary>
    internal IEnumerable<string> Warnings => _shell.Streams.Warning.Select(static warning => warning.Message);

    public void Dispose() => _shell.Dispose();

    /// <summary>Runs a script to its end, or until it is stopped, in a scope of its own.</summary>
    internal List<PSObject> Run(ScriptBlock script)
    {
        _shell.AddScript("& $args[0]").AddArgument(script);
        _shell.Streams.Error.DataAdded += (_, added) => OnError?.Invoke(_shell.Streams.Error[added.Index]);
        try
        {
            return [.. _shell.Invoke()];
        }
        catch (Exception error) when (error is PipelineStoppedException or InvalidPowerShellStateException)
        {
            // Stopped, perhaps before it began: the caller knows why.
            return [];
        }
        catch (RuntimeException error)
        {
            OnError?.Invoke(error.ErrorRecord);
            return [];
        }
    }

    /// <summary>Ends it, from any thread and without waiting: the programs that it has started are killed.</summary>
    internal void Stop()
    {
        try
        {
            _ = _shell.BeginStop(null, null);
        }
        catch (Exception error) when (error is ObjectDisposedException or InvalidOperationException)
        {
            // It has ended.
        }
    }
}
