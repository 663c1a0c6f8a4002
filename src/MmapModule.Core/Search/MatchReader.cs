using System;
using System.Collections.Generic;
using System.Threading;

namespace MmapModule.Search;

/// <summary>Takes out of a map what a hit is to tell, while the map is there. For one thread.</summary>
internal sealed class MatchReader : IDisposable
{
    private readonly SearchPattern _pattern;
    private readonly MemoryMap _map;
    private readonly GroupReader?[] _groups;
    private readonly LineReader? _lines;

    /// <param name="pattern">What was looked for.</param>
    /// <param name="map">The map.</param>
    /// <param name="range">What is searched of it.</param>
    /// <param name="options">How it is searched.</param>
    /// <param name="detail">What hits tell of their lines; null for nothing.</param>
    /// <param name="length">This much of the map is the file.</param>
    internal MatchReader(SearchPattern pattern, MemoryMap map, MapRange range, SearchOptions options, MatchDetail? detail, long length)
    {
        _pattern = pattern;
        _map = map;
        _lines = detail is null ? null : new LineReader(map, length, pattern.Encoding, detail);
        _groups = new GroupReader?[pattern.Parts.Count];
        for (int i = 0; i < _groups.Length; i++)
        {
            _groups[i] = pattern.Parts[i].HasGroups ? new GroupReader(pattern.Parts[i], map, range, options) : null;
        }
    }

    /// <summary>Why some hit lacks its groups or the number of its line; null if none does.</summary>
    internal MmapException? Missed { get; private set; }

    /// <summary>Whether a line of some hit was too long.</summary>
    internal bool HasCut { get; private set; }

    public void Dispose()
    {
        foreach (GroupReader? reader in _groups)
        {
            reader?.Dispose();
        }

        _lines?.Dispose();
    }

    internal MappedMatch Read(MapRange hit, int number, CancellationToken cancellation)
    {
        SearchPattern part = _pattern.Parts[number];
        MatchLine? line = _lines is null ? null : ReadLine(_lines, hit, cancellation);
        MappedMatch match = line switch
        {
            null => new MappedMatch(_map, hit, part),
            { Context: null } => new MappedLineMatch(_map, hit, part, line),
            _ => new MappedContextMatch(_map, hit, part, line),
        };
        match.Keep(_map);
        if (_groups[number] is { } groups)
        {
            match.Groups = groups.Read(hit, out MmapException? missed, cancellation);
            Missed ??= missed;
        }

        return match;
    }

    private MatchLine ReadLine(LineReader lines, MapRange hit, CancellationToken cancellation)
    {
        MatchLine line = lines.Read(hit, out MmapException? missed, cancellation);
        Missed ??= missed;
        HasCut |= line.IsCut;
        return line;
    }
}
