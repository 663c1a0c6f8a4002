using System;

namespace MmapModule.Copying;

/// <summary>Copies go to a range of a map.</summary>
internal sealed class MapTarget : CopyTarget
{
    private readonly MemoryMap _map;
    private readonly DataLayout _layout;

    /// <exception cref="MmapException">The range cannot be written.</exception>
    internal MapTarget(MemoryMap map, MapRange range)
        : base(range)
    {
        map.CheckAccessible(range, isWrite: true);
        _map = map;
        _layout = map.FindLayout();
    }

    /// <inheritdoc/>
    internal override bool IsParallel => true;

    private protected override DataLayout Layout => _layout;

    /// <inheritdoc/>
    internal override long? DistanceFrom(MemoryMap source, MapRange range) => Distance(source, range.Offset, Range.Offset);

    /// <inheritdoc/>
    internal override bool IsSameAs(MemoryMap source) => source == _map || !source.IsPrivate;

    /// <inheritdoc/>
    internal override void Write(long position, ReadOnlySpan<byte> bytes) => _map.CopyIn(position, bytes);

    /// <inheritdoc/>
    internal override long CopyByKernel(MemoryMap source, MapRange range, long position)
    {
        // What overlaps has to be read before it is written.
        bool overlaps = Distance(source, range.Offset, position) is { } distance && Math.Abs(distance) < range.Length;
        return overlaps ? 0 : _map.CopyIn(position, source, range);
    }

    /// <inheritdoc/>
    internal override void Complete(long end)
    {
    }

    private protected override MapRange Existing(MapRange range) => range;

    private protected override void Punch(MapRange range) => _map.Punch(range);

    private protected override void Dispose(bool disposing) => _layout.Dispose();

    /// <summary>How far an offset of the target is after one of the source in what both of them map; null if they have nothing in common.</summary>
    private long? Distance(MemoryMap source, long from, long to) =>
        source == _map || (_map.Mapping.Segment is { } segment && source.Mapping.Segment?.Id == segment.Id) ? to - from
            : _map.IsPrivate || _map.Backing is null || source.Backing?.Identity != _map.Backing.Identity ? null
            : to + _map.FileOffset - (from + source.FileOffset);
}
