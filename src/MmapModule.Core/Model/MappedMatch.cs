using System;
using System.Collections.Specialized;
using MmapModule.Search;

namespace MmapModule;

/// <summary>A place where a search found what it looked for. It is a region, so it can be read, written or piped to other cmdlets.</summary>
public class MappedMatch : MappedRegion
{
    /// <summary>A hit may be as long as a file, so it holds only its first bytes. The rest is read from the region.</summary>
    public const int LargestByteCount = 4096;

    private readonly SearchPattern _pattern;
    private ReadOnlyMemory<byte>? _bytes;

    internal MappedMatch(MemoryMap map, MapRange range, SearchPattern pattern)
        : base(map, range) => _pattern = pattern;

    /// <summary>The bytes that were found, at most <see cref="LargestByteCount"/> of them. Later writes do not change what Search-MappedRegion has found.</summary>
    public byte[] Bytes => _bytes?.ToArray() ?? Read(0, Math.Min(Length, LargestByteCount));

    /// <summary>The bytes as text, in the encoding of the search; UTF-8 if it was none for text.</summary>
    public string Text => _pattern.Encoding.GetString(_bytes is { } kept ? kept.Span : Bytes);

    /// <summary>What was looked for; of several patterns, the one that was found here. Bytes and numbers are in hex.</summary>
    public string Pattern => _pattern.ToString();

    /// <summary>
    /// What the groups of a regular expression have matched, by name or number; "0" is all of it. The value is a
    /// <see cref="MappedMatchGroup"/>, or null if the group took no part. Null if the expression has no groups.
    /// </summary>
    public OrderedDictionary? Groups { get; internal set; }

    /// <summary>About how many bytes of memory it takes.</summary>
    internal virtual long Weight => 256 + (_bytes?.Length ?? 0) + (Groups?.Count * 192 ?? 0);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"Match at 0x{Offset:X} ({Length} bytes) in {(Source is null ? "map " + Map.Id : Place)}");

    /// <summary>Takes the bytes out of the map that was searched, which may be gone later. What cannot be read any more is read again later, and fails then.</summary>
    /// <param name="map">The map.</param>
    internal void Keep(MemoryMap map)
    {
        if (_pattern.SameBytes is { } found)
        {
            _bytes = found;
            return;
        }

        try
        {
            _bytes = map.ReadArray(new MapRange(Offset, Math.Min(Length, LargestByteCount)), null, default);
        }
        catch (MmapException)
        {
        }
    }
}
