namespace MmapModule.Completion;

/// <summary>Completes the names of open maps.</summary>
internal sealed class MapNameCompleter : MapTextCompleter
{
    private protected override string? TextOf(MemoryMap map) => map.Name;
}
