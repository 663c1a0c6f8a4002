using System.Management.Automation;
using MmapModule.Completion;
using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>A cmdlet that does something with whole maps.</summary>
public abstract class MapsCommand : MmapCommand
{
    /// <summary>The maps; the id of a map stands for it.</summary>
    /// <remarks>The type is that of maps and regions, so that an id can be bound before it is known whether there is such a map.</remarks>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [MapInput(IdsOnly = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(MapIdCompleter))]
    public MappedMemory[] InputObject { get; set; } = [];

    private protected sealed override void ProcessInput() => ForEachMap(InputObject, input => Process(input as MemoryMap ?? throw CombinationErrors.WholeMap(input)));

    /// <summary>Does it.</summary>
    private protected abstract void Process(MemoryMap map);
}
