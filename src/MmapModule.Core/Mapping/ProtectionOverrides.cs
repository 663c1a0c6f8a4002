using System;
using System.Collections.Generic;

namespace MmapModule.Mapping;

/// <summary>The parts of a mapping whose protection differs from that of the whole: page ranges in order, without overlap.</summary>
/// <remarks>Changed only inside the mapping's exclusive gate, read inside its shared gate.</remarks>
internal sealed class ProtectionOverrides
{
    private readonly List<(MapRange Range, MapProtection Protection)> _overrides = [];

    /// <summary>True in the common case, which needs no search.</summary>
    internal bool IsEmpty => _overrides.Count == 0;

    internal void Clear() => _overrides.Clear();

    /// <summary>Gives a range another protection; what is equal to the whole needs no memory.</summary>
    internal void Set(MapRange range, MapProtection protection, MapProtection whole)
    {
        List<(MapRange Range, MapProtection Protection)> old = [.. _overrides];
        _overrides.Clear();
        foreach ((MapRange other, MapProtection kept) in old)
        {
            Append(other.Offset, Math.Min(other.End, range.Offset), kept);
        }

        if (protection != whole)
        {
            Append(range.Offset, range.End, protection);
        }

        foreach ((MapRange other, MapProtection kept) in old)
        {
            Append(Math.Max(other.Offset, range.End), other.End, kept);
        }
    }

    /// <summary>The protection of all pages, if one override covers them all.</summary>
    internal MapProtection? Uniform(long length) =>
        _overrides.Count == 1 && _overrides[0].Range == new MapRange(0, length) ? _overrides[0].Protection : null;

    /// <summary>What every byte of a range allows.</summary>
    internal MapProtection Common(MapRange range, MapProtection whole)
    {
        MapProtection common = MapProtection.ReadWriteExecute;
        long covered = 0;
        foreach ((MapRange other, MapProtection protection) in _overrides)
        {
            if (other.Overlaps(range))
            {
                common &= protection;
                covered += other.Intersect(range).Length;
            }
        }

        return covered < range.Length ? common & whole : common;
    }

    /// <summary>Adds a range after all others, joined with the last one if it can be.</summary>
    private void Append(long start, long end, MapProtection protection)
    {
        if (end <= start)
        {
            return;
        }

        if (_overrides.Count > 0 && _overrides[^1].Range.End == start && _overrides[^1].Protection == protection)
        {
            start = _overrides[^1].Range.Offset;
            _overrides.RemoveAt(_overrides.Count - 1);
        }

        _overrides.Add((new MapRange(start, end - start), protection));
    }
}
