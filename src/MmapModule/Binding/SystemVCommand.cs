using System.Management.Automation;
using MmapModule.Completion;

namespace MmapModule.Binding;

/// <summary>A cmdlet that is given objects that processes share: by name, or, of System V, by key or id.</summary>
public abstract class SystemVCommand : MmapCommand
{
    private protected const string NameSet = "Name";
    private protected const string KeySet = "Key";
    private protected const string IdSet = "Id";

    /// <summary>The keys of System V objects.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeySet)]
    [Key]
    [ArgumentCompleter(typeof(SystemVKeyCompleter))]
    public int[] Key { get; set; } = [];

    /// <summary>The ids of System V objects.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [ArgumentCompleter(typeof(SystemVIdCompleter))]
    public int[] Id { get; set; } = [];
}
