using System;
using System.Management.Automation;
using System.Threading;
using MmapModule.Copying;
using MmapModule.Errors;

namespace MmapModule.Native;

/// <summary>The bytes that programs write, as they are.</summary>
internal sealed class NativeOutput : IDisposable
{
    private const string ExitCode = "global:LASTEXITCODE";
    private const string FailedExit = "ProgramExitedWithNonZeroCode";

    /// <summary>So many milliseconds programs have to notice that nobody reads any more.</summary>
    private const int Patience = 2000;

    /// <summary>So many milliseconds the end of their output may come after them.</summary>
    private const int LongPatience = 10_000;

    private readonly ManualResetEventSlim _isOver = new();
    private readonly PSCmdlet _command;
    private readonly NativePipeline _programs;
    private readonly NestedScript _script;
    private readonly PipeSnapshot _pipe;
    private ErrorRecord? _failure;

    /// <param name="command">Whose user sees what the programs say besides their output.</param>
    /// <param name="block">The programs.</param>
    /// <param name="limit">They are ended when there is more output than this.</param>
    /// <param name="stop">Ends them.</param>
    /// <exception cref="MmapException">InvalidArgument: the block is something else.</exception>
    internal NativeOutput(PSCmdlet command, ScriptBlock block, long limit, CancellationToken stop)
    {
        _command = command;
        _programs = NativePipeline.Parse(command, block);
        _script = new NestedScript { OnError = error => _failure ??= Pass(error) };
        _pipe = new PipeSnapshot(limit, StopIfNecessary, stop);
    }

    /// <summary>The last of the programs, as it is written.</summary>
    internal string Name => _programs.Name;

    public void Dispose()
    {
        _isOver.Set();
        _script.Stop();
        _pipe.Dispose();
        _script.Dispose();
        _isOver.Dispose();
    }

    /// <summary>Runs the programs to their end.</summary>
    /// <returns>The output, or the beginning of it that is longer than the limit.</returns>
    /// <exception cref="MmapException">CommandFailed: they did not end well.</exception>
    internal MemoryMap Read(long limit)
    {
        try
        {
            _ = _script.Run(_programs.WritingTo(_pipe.Path));
        }
        finally
        {
            _isOver.Set();
        }

        // By now everything is in the pipe. Its end may be missing: PowerShell forgets files that it has opened if a program cannot begin.
        MemoryMap? output = _pipe.Complete(_failure is null ? LongPatience : Patience);
        foreach (string warning in _script.Warnings)
        {
            _command.WriteWarning(warning);
        }

        return output?.Length > limit ? output
            : _failure is not null ? throw NativeErrors.Failed(_programs.Name, (_failure.Exception.InnerException ?? _failure.Exception).Message)
            : output is null ? throw NativeErrors.Failed(_programs.Name, "it does not end")
            : _command.SessionState.PSVariable.GetValue(ExitCode) is int code and not 0 ? throw NativeErrors.Exited(_programs.Name, code)
            : output;
    }

    /// <summary>Ends programs that do not end because their output has nowhere to go any more.</summary>
    /// <remarks>
    /// Not at once: a stopped PowerShell neither reads nor closes the output of what its programs have started, but waits for its
    /// end, which never comes if that is still writing.
    /// </remarks>
    private void StopIfNecessary()
    {
        if (!_isOver.Wait(Patience))
        {
            _script.Stop();
        }
    }

    /// <summary>What a program writes to its error stream is shown as it comes, and is no error; the answer is null then.</summary>
    private ErrorRecord? Pass(ErrorRecord error)
    {
        if (error.FullyQualifiedErrorId is "NativeCommandError" or "NativeCommandErrorMessage")
        {
            _command.Host.UI?.WriteErrorLine(error.Exception.Message);
            return null;
        }

        return error.FullyQualifiedErrorId.StartsWith(FailedExit, StringComparison.Ordinal) ? null : error;
    }
}
