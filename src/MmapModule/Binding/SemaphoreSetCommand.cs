using System.Management.Automation;
using MmapModule.Completion;

namespace MmapModule.Binding;

/// <summary>A cmdlet that is given System V semaphore sets by key or id, or POSIX semaphores by name.</summary>
public abstract class SemaphoreSetCommand : MmapCommand
{
    private protected const string NameSet = "Name";
    private protected const string KeySet = "Key";
    private protected const string IdSet = "Id";

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
