using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MmapModule.Lifetime;

/// <summary>
/// Remove-Module closes every map, semaphore and message queue and gives every lock back, once no other runspace has the module. Maps belong to the process, and a thread job that
/// removes or reloads the module must not take the maps of those who work with them.
/// </summary>
public sealed class ModuleCleanup : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly ModuleUsers s_users = new();

    /// <summary>Called by PowerShell when a runspace imports the module.</summary>
    public void OnImport() => s_users.Add(Runspace.DefaultRunspace);

    /// <summary>Called by PowerShell when a runspace removes the module.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (s_users.Remove(Runspace.DefaultRunspace))
        {
            MapRegistry.CloseAll();
            SharedSemaphore.CloseAll();
            MutexRegistry.ReleaseAll();
            MessageQueue.CloseAll();
        }
    }
}
