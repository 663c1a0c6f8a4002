using System.Management.Automation;
using MmapModule.Completion;

namespace MmapModule.Binding;

/// <summary>A cmdlet that does something with whole maps.</summary>
public abstract class MapsCommand : MmapCommand
{
    /// <summary>The maps.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Map")]
    [MapById]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(MapIdCompleter))]
    public MemoryMap[] InputObject { get; set; } = [];

    private protected sealed override void ProcessInput() => ForEach(InputObject, Process);

    /// <summary>Does it.</summary>
    private protected abstract void Process(MemoryMap map);
}
