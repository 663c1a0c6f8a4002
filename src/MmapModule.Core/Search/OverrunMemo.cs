using System.Collections.Concurrent;
using System.Collections.Generic;

namespace MmapModule.Search;

/// <summary>
/// What searches have found after the ends of their pieces: if another one comes to the same place in the same state,
/// it need not walk the same bytes, which could be all up to the end of the range.
/// </summary>
internal sealed class OverrunMemo
{
    /// <summary>Places that are multiples of this size are noted.</summary>
    internal const long Step = 4 * 1024 * 1024;

    private readonly ConcurrentDictionary<(long Place, DfaKey State), (long End, int Number)> _ends = new();

    /// <summary>The end of the last match after a place, and which expression it is of; -1 if there is none.</summary>
    internal bool TryGet(long place, DfaKey state, out (long End, int Number) match) => _ends.TryGetValue((place, state), out match);

    /// <summary>Notes how walks continued.</summary>
    /// <param name="passed">The places and the states in which they were passed.</param>
    /// <param name="end">The end of the last match, in the direction of the search; -1 if there is none.</param>
    /// <param name="number">Which expression it is of.</param>
    /// <param name="isBackward">The direction.</param>
    internal void Add(List<(long Place, DfaKey State)> passed, long end, int number, bool isBackward)
    {
        foreach ((long place, DfaKey state) in passed)
        {
            bool isBehind = end >= 0 && (isBackward ? end <= place : end >= place);
            _ends[(place, state)] = (isBehind ? end : -1, number);
        }
    }
}
