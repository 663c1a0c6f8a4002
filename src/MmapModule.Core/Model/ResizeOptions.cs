namespace MmapModule;

/// <summary>How <see cref="MemoryMap.Resize(long, ResizeOptions?, System.Threading.CancellationToken)"/> works.</summary>
public sealed record ResizeOptions
{
    /// <summary>Make the file as long as the map, longer or shorter; shrinking destroys what is cut off.</summary>
    public bool ResizeFile { get; init; }

    /// <summary>Grow the file without allocating its blocks.</summary>
    public bool Sparse { get; init; }

    /// <summary>Fail rather than move the map to another address.</summary>
    public bool NoMove { get; init; }
}
