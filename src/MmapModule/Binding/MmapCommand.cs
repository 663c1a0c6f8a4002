using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using MmapModule.Errors;
using MmapModule.Texts;

namespace MmapModule.Binding;

/// <summary>
/// What all cmdlets share: an exception becomes an error record in one place, Ctrl+C stops the work, and control characters
/// in names are escaped. A cmdlet overrides <see cref="ProcessInput"/>, or the method that its base class calls from there.
/// </summary>
public abstract partial class MmapCommand : PSCmdlet
{
    /// <summary>True while a script block of the user runs, and after it threw: what it throws is not ours to report.</summary>
    private bool _runsScript;

    /// <summary>The target of an error about the current input, unless another one is given.</summary>
    private protected virtual object? Subject => null;

    /// <summary>Prepares what all inputs share; an error ends the command.</summary>
    protected sealed override void BeginProcessing() => Guard(null, this, static command => command.Begin(), endsCommand: true);

    /// <summary>Handles one input; an error is reported, and the next input follows.</summary>
    protected sealed override void ProcessRecord() => Guard(Subject, this, static command => command.ProcessInput());

    /// <summary>Does what is left when all inputs are known.</summary>
    protected sealed override void EndProcessing() => Guard(null, this, static command => command.End());

    /// <summary>Prepares what all inputs share.</summary>
    private protected virtual void Begin()
    {
    }

    /// <summary>Handles one input.</summary>
    private protected abstract void ProcessInput();

    /// <summary>Does what is left when all inputs are known.</summary>
    private protected virtual void End()
    {
    }

    /// <summary>Handles each item; an error of one is reported, and the next one follows.</summary>
    private protected void ForEach<T>(IEnumerable<T> items, Action<T> action)
    {
        foreach (T item in items)
        {
            Try(item, action);
        }
    }

    /// <summary>Handles each map or region; an id stands for its map, and one without a map is reported.</summary>
    private protected void ForEachMap(IEnumerable<MappedMemory> inputs, Action<MappedMemory> action)
    {
        foreach (MappedMemory input in inputs)
        {
            if (input is NamedInput { Items: [int id] })
            {
                Try(id, one => Try(NamedInput.MapWith(one), action));
            }
            else
            {
                Try(input, action);
            }
        }
    }

    /// <summary>Handles one item; an error is reported with the item as its target, and the answer is false.</summary>
    private protected bool Try<T>(T item, Action<T> action) => Guard(item, item, action);

    /// <summary>Handles one item; an error ends the command, with the item as its target.</summary>
    private protected void Require<T>(T item, Action<T> action) => Guard(item, item, action, endsCommand: true);

    /// <summary>Runs a script block of the user. What it throws passes through as it is.</summary>
    private protected void RunScript(ScriptBlock script)
    {
        _runsScript = true;
        ScriptRunner.Run(this, script);
        _runsScript = false;
    }

    /// <summary>
    /// Whether a path leads to a character device, which is skipped then. To open one does something: a tape is rewound, a watchdog
    /// begins to count. So each cmdlet that opens files asks this about those that were found and not named.
    /// </summary>
    private protected bool SkipsDevice(string path)
    {
        if (!MemoryMap.IsCharacterDevice(path))
        {
            return false;
        }

        WriteVerbose(Notices.Skipped(Notices.Device(path)));
        return true;
    }

    /// <summary>The files that a path names; devices that a wildcard brings along are not among them.</summary>
    private protected IEnumerable<string> FilesOf(string path, bool isLiteral)
    {
        bool isPattern = !isLiteral && WildcardPattern.ContainsWildcardCharacters(path);
        return PathResolver.Resolve(this, path, isLiteral).Where(file => !isPattern || !SkipsDevice(file));
    }

    /// <summary>Reports an error; the next item follows.</summary>
    private protected void Report(Exception error, object? target) => WriteError(Record(error, target));

    /// <summary>Makes the error record.</summary>
    /// <param name="error">What happened.</param>
    /// <param name="target">What it is about.</param>
    private protected virtual ErrorRecord Record(Exception error, object? target) => ErrorRecords.Create(error, target);

    /// <summary>The only place that catches what the engine throws.</summary>
    private bool Guard<T>(object? target, T argument, Action<T> action, bool endsCommand = false)
    {
        try
        {
            action(argument);
            return true;
        }
        catch (OperationCanceledException) when (!_runsScript)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception error) when (!_runsScript && ErrorRecords.CanReport(error))
        {
            ErrorRecord record = Record(error, target);
            if (endsCommand)
            {
                ThrowTerminatingError(record);
            }

            WriteError(record);
            return false;
        }
    }
}
