using MmapModule.Search;

namespace MmapModule;

/// <summary>A hit with the line in which it was found.</summary>
public class MappedLineMatch : MappedMatch
{
    private readonly MatchLine _line;

    internal MappedLineMatch(MemoryMap map, MapRange range, SearchPattern pattern, MatchLine line)
        : base(map, range, pattern) => _line = line;

    internal override long Weight => base.Weight + _line.Weight;

    /// <summary>The number of the line, from 1 on, counted from the start of the map; null if bytes before the line cannot be read.</summary>
    public long? LineNumber => _line.Number;

    /// <summary>In which character of <see cref="Line"/> the hit begins, from 1 on.</summary>
    public int Column => _line.Column;

    /// <summary>The line, without its end; all of them if the hit goes over several lines.</summary>
    public string Line => _line.Text;

    /// <summary>True if the line, or one of those around it, is longer than what is here.</summary>
    public bool IsLineCut => _line.IsCut;
}
