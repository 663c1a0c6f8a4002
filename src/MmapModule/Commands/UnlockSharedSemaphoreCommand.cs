using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Returns permits to semaphores.</summary>
[Cmdlet(VerbsCommon.Unlock, "SharedSemaphore", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Unlock-SharedSemaphore.md")]
[OutputType(typeof(SharedSemaphore), typeof(SharedSemaphoreInfo))]
public sealed class UnlockSharedSemaphoreCommand : SemaphoreUseCommand
{
    /// <summary>Write what was given.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Act(SharedSemaphore semaphore, object given)
    {
        if (!ShouldProcess(semaphore.Name is { } name ? Actions.Semaphore(name) : semaphore.ToString(), Actions.Release(Permits)))
        {
            return;
        }

        semaphore.Release(Permits, Index);
        if (PassThru)
        {
            WriteObject(given);
        }
    }
}
