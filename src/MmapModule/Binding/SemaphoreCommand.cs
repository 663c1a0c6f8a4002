using System.Management.Automation;

namespace MmapModule.Binding;

/// <summary>A cmdlet that is given semaphores that exist: by object, by the key or by the id of a System V set, or by name.</summary>
public abstract class SemaphoreCommand : SystemVCommand
{
    private protected const string SemaphoreSet = "Semaphore";

    /// <summary>What New-SharedSemaphore or Get-SharedSemaphore has written; the names are taken literally.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = SemaphoreSet)]
    [ValidateNotNullOrEmpty]
    public object[] Semaphore { get; set; } = [];
}
