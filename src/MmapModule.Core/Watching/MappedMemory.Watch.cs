namespace MmapModule;

/// <content>Watching what other threads, processes and programs write.</content>
public abstract partial class MappedMemory
{
    /// <summary>Begins to watch bytes: what is there now is what the first change is compared with.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="length">The number of bytes, up to 64 MiB; null means the rest.</param>
    /// <returns>The watch, whose method Next waits for a change.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public RegionWatch Watch(long offset = 0, long? length = null) => Watch(Resolve(offset, length), type: null, bigEndian: false);

    /// <summary>Begins to watch a value.</summary>
    /// <param name="offset">The offset in bytes; any alignment.</param>
    /// <param name="type">The type of the value.</param>
    /// <param name="bigEndian">Most significant byte first.</param>
    /// <returns>The watch, whose method Next waits for a change.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public RegionWatch WatchValue(long offset, MappedValueType type, bool bigEndian = false) =>
        Watch(Resolve(offset, ValueCodec.SizeOf(type)), type, bigEndian);

    internal RegionWatch Watch(MapRange range, MappedValueType? type, bool bigEndian)
    {
        CheckWatchable(range);
        return new RegionWatch(Owner, range, type, bigEndian);
    }
}
