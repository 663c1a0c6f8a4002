using System;
using System.Threading;

namespace MmapModule.Search;

/// <summary>Says in bytes what another finder says in units of two bytes. Hits begin and end where units do.</summary>
internal sealed class UnitFinder : HitFinder
{
    private const int Width = 2;

    private readonly HitFinder _finder;
    private readonly long _start;
    private readonly long _count;

    /// <param name="finder">The finder.</param>
    /// <param name="range">What is searched; its last byte may belong to no unit.</param>
    internal UnitFinder(HitFinder finder, MapRange range)
    {
        _finder = finder;
        _start = range.Offset;
        _count = range.Length / Width;
    }

    public override void Dispose() => _finder.Dispose();

    internal override bool TryNext(long from, long limit, out MapRange hit, CancellationToken cancellation) =>
        ToBytes(_finder.TryNext(Above(from), Above(limit), out MapRange units, cancellation), units, out hit);

    internal override bool TryPrevious(long from, long limit, out MapRange hit, CancellationToken cancellation) =>
        ToBytes(_finder.TryPrevious((from - _start) / Width, (limit - _start) / Width, out MapRange units, cancellation), units, out hit);

    private long Above(long offset) => Math.Min(_count, (offset - _start + Width - 1) / Width);

    private bool ToBytes(bool isFound, MapRange units, out MapRange hit)
    {
        Number = _finder.Number;
        hit = isFound ? new MapRange(_start + (units.Offset * Width), units.Length * Width) : default;
        return isFound;
    }
}
