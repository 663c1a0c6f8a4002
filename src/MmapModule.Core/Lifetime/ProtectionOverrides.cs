using System.Collections.Generic;

namespace MmapModule.Lifetime;

/// <summary>The parts of a mapping whose protection differs from that of the whole: page ranges without overlap.</summary>
/// <remarks>Changed only inside the mapping's exclusive gate, read inside its shared gate.</remarks>
internal sealed class ProtectionOverrides
{
    private readonly List<(MapRange Range, MapProtection Protection)> _overrides = [];

    /// <summary>True in the common case, which needs no search.</summary>
    internal bool IsEmpty => _overrides.Count == 0;

    internal void Clear() => _overrides.Clear();

    internal void Set(MapRange range, MapProtection protection)
    {
        List<(MapRange Range, MapProtection Protection)> old = [.. _overrides];
        _overrides.Clear();
        foreach ((MapRange other, MapProtection kept) in old)
        {
            if (!other.Overlaps(range))
            {
                _overrides.Add((other, kept));
                continue;
            }

            if (other.Offset < range.Offset)
            {
                _overrides.Add((new MapRange(other.Offset, range.Offset - other.Offset), kept));
            }

            if (other.End > range.End)
            {
                _overrides.Add((new MapRange(range.End, other.End - range.End), kept));
            }
        }

        _overrides.Add((range, protection));
    }

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
                covered += System.Math.Min(other.End, range.End) - System.Math.Max(other.Offset, range.Offset);
            }
        }

        return covered < range.Length ? common & whole : common;
    }
}
