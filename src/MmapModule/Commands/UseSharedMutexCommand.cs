using System;
using System.Management.Automation;
using MmapModule.Binding;

namespace MmapModule.Commands;

/// <summary>Runs a script block while it holds a lock.</summary>
[Cmdlet(VerbsOther.Use, "SharedMutex", DefaultParameterSetName = NameSet, HelpUri = HelpLinks.Base + "Use-SharedMutex.md")]
[OutputType(typeof(object))]
public sealed class UseSharedMutexCommand : MutexUseCommand
{
    /// <summary>What to run, in the scope of the caller.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = LiteralPathSet)]
    public ScriptBlock ScriptBlock { get; set; } = ScriptBlock.Create(string.Empty);

    private protected override void Act(string path, Func<SharedMutex> open)
    {
        using MutexHold hold = Take(open);
        RunScript(ScriptBlock);
    }
}
