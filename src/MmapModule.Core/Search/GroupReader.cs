using System;
using System.Collections.Specialized;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;

namespace MmapModule.Search;

/// <summary>
/// Finds out what the groups of a regular expression have matched. An automaton knows only where a hit begins and ends, so
/// the expression is tried once more, by .NET, at the one place where the hit is known to be. For one thread.
/// </summary>
internal sealed class GroupReader : IDisposable
{
    /// <summary>Most expressions look no farther around a hit, so nothing more is read at first.</summary>
    private const int Slack = 512;

    private readonly SearchPattern _pattern;
    private readonly MemoryMap _map;
    private readonly RegexForms _forms;
    private readonly SymbolFeed _feed;
    private readonly RegexText _text;
    private readonly bool _isMirrored;
    private readonly string[] _names;

    internal GroupReader(SearchPattern pattern, MemoryMap map, MapRange range, SearchOptions options)
    {
        _pattern = pattern;
        _map = map;
        _isMirrored = RegexPieceSearcher.IsMirrored(options);
        _forms = pattern.Forms(range.Length, _isMirrored);
        _names = _forms.Single.GetGroupNames();
        _feed = pattern.Alphabet is { } alphabet ? new UnitFeed(map, range, layout: null, alphabet) : new SearchFeed(map, range, layout: null);
        _text = new RegexText(pattern, _isMirrored, map, _feed, Slack);
    }

    public void Dispose() => _text.Dispose();

    /// <summary>The groups of a hit, by name; null if they cannot be found out.</summary>
    /// <param name="hit">The hit.</param>
    /// <param name="missed">The reason.</param>
    /// <param name="cancellation">Ends it.</param>
    internal OrderedDictionary? Read(MapRange hit, out MmapException? missed, CancellationToken cancellation)
    {
        MapRange place = new(_feed.PlaceOf(hit.Offset), hit.Length / _feed.BytesPerPlace);
        try
        {
            _ = _isMirrored ? _text.PrepareBackward(place.End, place.End - 1, cancellation) : _text.Prepare(place.Offset, place.Offset + 1, cancellation);
            Match match = _forms.Single.Match(new string(_text.Characters), (int)((_isMirrored ? place.End : place.Offset) - _text.Offset));
            bool isSame = match.Success && _text.Offset + match.Index == place.Offset && match.Length == place.Length;
            missed = isSame ? null : RegexErrors.NoGroups(_pattern.ToString(), _map, hit.Offset);
            return isSame ? ToDictionary(match) : null;
        }
        catch (MmapException error)
        {
            missed = error;
        }
        catch (Exception error) when (error is RegexMatchTimeoutException || BacktrackingFinder.IsFaultOfRegex(error))
        {
            missed = RegexErrors.NoGroups(_pattern.ToString(), _map, hit.Offset);
        }

        return null;
    }

    private OrderedDictionary ToDictionary(Match match)
    {
        OrderedDictionary groups = new(_names.Length, StringComparer.Ordinal);
        for (int i = 0; i < _names.Length; i++)
        {
            Group group = match.Groups[_names[i]];
            groups.Add(_names[i], group.Success ? ToGroup(group) : null);
        }

        return groups;
    }

    private MappedMatchGroup ToGroup(Group group) => new()
    {
        Offset = _feed.OffsetOf(_text.Offset + group.Index),
        Length = (long)group.Length * _feed.BytesPerPlace,
        Text = TextOf(group.ValueSpan[..Math.Min(group.Length, MappedMatch.LargestByteCount / _feed.BytesPerPlace)].ToString()),
    };

    /// <summary>Each character is a byte, or the unit of the text that it is.</summary>
    private string TextOf(string value) => _pattern.Alphabet is null ? _pattern.Encoding.GetString(Encoding.Latin1.GetBytes(value)) : value;
}
