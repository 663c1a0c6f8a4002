using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace MmapModule.Tests.Search;

/// <summary>The hits as one would find them on a blackboard.</summary>
internal sealed class Blackboard(string expression, string word, string text, long offset, bool repeatsEmpty, int width = 1, int patience = 50)
{
    /// <summary>Far below what the search grants one attempt: it must not give up where this does not.</summary>
    private readonly TimeSpan _patience = TimeSpan.FromMilliseconds(patience);

    /// <summary>The borders of words in other words: compiled expressions of .NET find too few places for \b and \B.</summary>
    private readonly string _expression = expression
        .Replace("\\b", $"(?:(?<={word})(?!{word})|(?<!{word})(?={word}))", StringComparison.Ordinal)
        .Replace("\\B", $"(?:(?<={word})(?={word})|(?<!{word})(?!{word}))", StringComparison.Ordinal);

    // The interpreter of .NET can go round for ever where something empty is repeated; what is compiled does not.
    private readonly RegexOptions _basic = RegexOptions.Multiline | RegexOptions.CultureInvariant | (repeatsEmpty ? RegexOptions.Compiled : RegexOptions.None);
    private Regex? _here;

    /// <returns>Null if that takes too long.</returns>
    internal MapRange[]? Hits(SearchOptions options)
    {
        try
        {
            return options.Overlapping || options.Alignment > 1 ? EachPlace(options) : Whole(options.Reverse);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
        catch (IndexOutOfRangeException)
        {
            // A fault of .NET's interpreter, in giving up captures.
            return null;
        }
    }

    private MapRange[] Whole(bool reverse)
    {
        Regex whole = new(_expression, _basic | (reverse ? RegexOptions.RightToLeft : RegexOptions.None), _patience);
        return [.. whole.Matches(text).Where(static match => match.Length > 0).Select(match => new MapRange(offset + ((long)match.Index * width), match.Length * width))];
    }

    private MapRange[] EachPlace(SearchOptions options)
    {
        _here ??= new Regex("\\G(?:" + _expression + ")", _basic, _patience);
        List<MapRange> hits = [];
        IEnumerable<int> places = Enumerable.Range(0, text.Length).Where(place => (offset + ((long)place * width)) % options.Alignment == 0);
        foreach (int place in options.Reverse ? Enumerable.Reverse(places) : places)
        {
            Match match = _here.Match(text, place);
            MapRange hit = new(offset + ((long)place * width), match.Length * width);
            if (match.Length > 0 && (options.Overlapping || hits.Count == 0 || (options.Reverse ? hit.End <= hits[^1].Offset : hit.Offset >= hits[^1].End)))
            {
                hits.Add(hit);
            }
        }

        return [.. hits];
    }
}
