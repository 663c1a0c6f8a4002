using System;
using System.Management.Automation;
using MmapModule.Binding;

namespace MmapModule.Commands;

/// <summary>Takes permits of semaphores, and waits for them if there are none.</summary>
[Cmdlet(VerbsLifecycle.Wait, "SharedSemaphore", DefaultParameterSetName = NameSet, HelpUri = HelpLinks.Base + "Wait-SharedSemaphore.md")]
[OutputType(typeof(bool))]
public sealed class WaitSharedSemaphoreCommand : SemaphoreUseCommand
{
    /// <summary>The longest wait: seconds, or a time span; forever by default.</summary>
    [Parameter]
    [Timeout]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    private protected override void Act(SharedSemaphore semaphore, object given)
    {
        bool isTaken = semaphore.TryWait(Timeout, Permits, Index, Stop);
        try
        {
            WriteObject(isTaken);
        }
        catch (PipelineStoppedException) when (isTaken)
        {
            // Ctrl+C came before anybody could know of the permit.
            semaphore.Release(Permits, Index);
            throw;
        }
    }
}
