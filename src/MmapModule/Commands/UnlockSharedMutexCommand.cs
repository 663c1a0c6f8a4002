using System.Management.Automation;
using MmapModule.Binding;
using MmapModule.Texts;

namespace MmapModule.Commands;

/// <summary>Releases locks that this process holds.</summary>
[Cmdlet(VerbsCommon.Unlock, "SharedMutex", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, HelpUri = HelpLinks.Base + "Unlock-SharedMutex.md")]
[OutputType(typeof(void))]
public sealed class UnlockSharedMutexCommand : MutexCommand
{
    private const string HoldSet = "Hold";

    /// <summary>What Lock-SharedMutex has written.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = HoldSet)]
    [ValidateNotNullOrEmpty]
    public MutexHold[] Hold { get; set; } = [];

    private protected override void ProcessInput()
    {
        ForEach(Hold, hold => Unlock(hold, hold.Path));
        ForEach(Name, name => Unlock(SharedMutexCatalog.PathOf(name)));
        if (ParameterSetName is PathSet or LiteralPathSet)
        {
            ForEachFile(Unlock);
        }
    }

    private void Unlock(string path) => Unlock(MutexRegistry.FindLatest(path), path);

    private void Unlock(MutexHold? hold, string path)
    {
        if (hold is not { IsHeld: true })
        {
            throw MutexErrors.NotHeld(path);
        }

        if (ShouldProcess(path, Actions.UnlockMutex) && !hold.TryRelease())
        {
            // Another thread has released it meanwhile.
            throw MutexErrors.NotHeld(path);
        }
    }
}
