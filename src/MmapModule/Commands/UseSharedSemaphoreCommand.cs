using System;
using System.Management.Automation;
using MmapModule.Binding;

namespace MmapModule.Commands;

/// <summary>Runs a script block while it holds permits of a semaphore.</summary>
[Cmdlet(VerbsOther.Use, "SharedSemaphore", DefaultParameterSetName = NameSet, HelpUri = HelpLinks.Base + "Use-SharedSemaphore.md")]
[OutputType(typeof(object))]
public sealed class UseSharedSemaphoreCommand : SemaphoreUseCommand
{
    /// <summary>What to run, in the scope of the caller.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = SemaphoreSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = KeySet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet)]
    public ScriptBlock ScriptBlock { get; set; } = ScriptBlock.Create(string.Empty);

    /// <summary>The longest wait: seconds, or a time span; forever by default.</summary>
    [Parameter]
    [Timeout]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    private protected override void Act(SharedSemaphore semaphore, object given)
    {
        if (!semaphore.TryWait(Timeout, Permits, Index, Stop))
        {
            throw SemaphoreErrors.LockTimeout(semaphore.ToString(), Timeout, semaphore.GetCount(Index), semaphore.Waiters);
        }

        bool isComplete = false;
        try
        {
            RunScript(ScriptBlock);
            isComplete = true;
        }
        finally
        {
            Release(semaphore, isComplete);
        }
    }

    /// <summary>What the script threw is more important than that its permits could not be returned.</summary>
    private void Release(SharedSemaphore semaphore, bool isComplete)
    {
        try
        {
            semaphore.Release(Permits, Index);
        }
        catch (MmapException) when (!isComplete)
        {
        }
    }
}
