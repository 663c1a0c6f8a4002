using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>The lines around hits that are near each other, until it is known what is highlighted in them.</summary>
internal sealed class HexWindow
{
    private readonly List<MapRange> _hits = [];

    /// <summary>What the last hit is, for errors; null if no lines wait.</summary>
    internal MappedMemory? Input { get; private set; }

    /// <summary>The lines that wait.</summary>
    internal MapRange Lines { get; private set; }

    /// <summary>The hits in them.</summary>
    internal IReadOnlyCollection<MapRange> Hits => _hits;

    /// <summary>Whether the lines of a hit overlap those that wait, or follow on them.</summary>
    internal bool CanTake(MappedMemory input, MapRange lines) =>
        Input?.Owner == input.Owner && lines.Offset >= Lines.Offset && lines.Offset <= Lines.End;

    /// <summary>Takes out the lines before an offset, in which no further hit can be; null if there are none.</summary>
    internal MapRange? TakeBefore(long offset)
    {
        if (offset == Lines.Offset)
        {
            return null;
        }

        MapRange ready = Lines with { Length = offset - Lines.Offset };
        Lines = new MapRange(offset, Lines.End - offset);
        return ready;
    }

    /// <summary>Adds a hit and its lines.</summary>
    internal void Add(MappedMemory input, MapRange lines, MapRange hit)
    {
        Lines = Input is null ? lines : Lines with { Length = Math.Max(Lines.End, lines.End) - Lines.Offset };
        _hits.RemoveAll(old => old.End <= Lines.Offset);
        _hits.Add(hit);
        Input = input;
    }

    /// <summary>Forgets everything.</summary>
    internal void Clear()
    {
        _hits.Clear();
        Input = null;
        Lines = default;
    }
}
