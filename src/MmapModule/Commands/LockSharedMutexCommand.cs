using System;
using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Takes locks on files, and waits for them if others hold them.</summary>
[Cmdlet(VerbsCommon.Lock, "SharedMutex", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Lock-SharedMutex.md")]
[OutputType(typeof(MutexHold))]
public sealed class LockSharedMutexCommand : MutexUseCommand
{
    private protected override void Act(string path, Func<SharedMutex> open)
    {
        if (!ShouldProcess(path, Shared ? Actions.LockShared : Actions.LockAlone))
        {
            return;
        }

        MutexHold hold = Take(open);
        try
        {
            WriteObject(hold);
        }
        catch (PipelineStoppedException)
        {
            // Ctrl+C came before anybody could know of the lock.
            hold.Dispose();
            throw;
        }
    }
}
