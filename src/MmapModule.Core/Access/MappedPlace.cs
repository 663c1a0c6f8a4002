namespace MmapModule.Access;

/// <summary>Where a mapped byte is.</summary>
/// <param name="Address">Its address, inside a mapping whose gate the caller holds.</param>
/// <param name="Position">Its offset in the file; it means nothing where there is no file.</param>
internal readonly record struct MappedPlace(nint Address, long Position)
{
    /// <summary>The place for copiers that never read the file.</summary>
    internal static MappedPlace InMemory(nint address) => new(address, 0);
}
