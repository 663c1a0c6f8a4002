using System.Management.Automation;
using MmapModule.Completion;

namespace MmapModule.Binding;

/// <summary>A cmdlet that is given semaphores: by object, by the key or by the id of a System V set, or by name.</summary>
public abstract class SemaphoreCommand : MmapCommand
{
    private protected const string NameSet = "Name";
    private protected const string SemaphoreSet = "Semaphore";
    private protected const string KeySet = "Key";
    private protected const string IdSet = "Id";

    /// <summary>What New-SharedSemaphore or Get-SharedSemaphore has written; the names are taken as they are.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = SemaphoreSet)]
    [ValidateNotNullOrEmpty]
    public object[] Semaphore { get; set; } = [];

    /// <summary>The keys of System V sets.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeySet)]
    [Key]
    [ArgumentCompleter(typeof(SemaphoreKeyCompleter))]
    public int[] Key { get; set; } = [];

    /// <summary>The ids of System V sets.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [ArgumentCompleter(typeof(SemaphoreIdCompleter))]
    public int[] Id { get; set; } = [];
}
