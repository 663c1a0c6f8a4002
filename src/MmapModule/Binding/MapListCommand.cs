using System.Management.Automation;
using MmapModule.Completion;

namespace MmapModule.Binding;

/// <summary>A cmdlet that is given maps or regions, or the ids of maps, but no files.</summary>
public abstract class MapListCommand : MmapCommand
{
    /// <summary>The maps or regions; the id of a map stands for it.</summary>
    /// <remarks>The type is that of maps and regions, so that an id can be bound before it is known whether there is such a map.</remarks>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [MapInput(IdsOnly = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(MapIdCompleter))]
    public MappedMemory[] InputObject { get; set; } = [];
}
