using MmapModule.Errors;

namespace MmapModule.Binding;

/// <summary>A cmdlet that does something with whole maps.</summary>
public abstract class MapsCommand : MapListCommand
{
    private protected sealed override void ProcessInput() => ForEachMap(InputObject, input => Process(input as MemoryMap ?? throw CombinationErrors.WholeMap(input)));

    /// <summary>Does the work.</summary>
    private protected abstract void Process(MemoryMap map);
}
