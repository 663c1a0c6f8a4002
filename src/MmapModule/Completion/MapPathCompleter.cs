namespace MmapModule.Completion;

/// <summary>Completes the paths of open maps.</summary>
internal sealed class MapPathCompleter : MapTextCompleter
{
    private protected override string? TextOf(MemoryMap map) => map.Path;
}
