using System.Management.Automation;

namespace MmapModule.Lifetime;

/// <summary>Remove-Module closes every map.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <summary>Called by PowerShell when the module is removed.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => MapRegistry.CloseAll();
}
