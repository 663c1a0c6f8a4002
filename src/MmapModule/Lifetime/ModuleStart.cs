using System.Management.Automation;
using MmapModule.Access;

namespace MmapModule.Lifetime;

/// <summary>Import-Module installs the signal handlers of the engine, before other libraries can save those that it found.</summary>
public sealed class ModuleStart : IModuleAssemblyInitializer
{
    /// <summary>Called by PowerShell when the module is imported.</summary>
    public void OnImport() => AtomicWord.Prepare();
}
