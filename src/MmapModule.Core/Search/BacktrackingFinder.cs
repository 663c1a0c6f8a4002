using System;
using System.Text.RegularExpressions;
using System.Threading;

namespace MmapModule.Search;

/// <summary>
/// Finds hits with the regular expressions of .NET, for what no automaton can find. The text is so much of the range
/// that more of it would change nothing.
/// </summary>
/// <remarks>
/// .NET sees an expression twice: as the user wrote it, when the pattern is made, since what .NET refuses is refused here with its
/// words; and as <see cref="RegexWriter"/> writes it over bytes, which means something else. The second time is only here,
/// and what an automaton can find never comes here. The NonBacktracking engine of .NET was no way out: it has no references,
/// no atomic groups and no lookarounds, which is what is searched here.
/// </remarks>
internal sealed class BacktrackingFinder : HitFinder
{
    /// <summary>An attempt that takes too long is repeated: perhaps only the machine had no time for it.</summary>
    private const int Attempts = 3;

    /// <summary>Where a search over a window is too slow, so many places are tried alone.</summary>
    private const int FewPlaces = 4 * 1024;

    private readonly RegexForms _forms;
    private readonly RegexText _text;
    private readonly MemoryMap _map;
    private readonly bool _isReverse;
    private long _alone = -1;
    private int _places = FewPlaces;

    internal BacktrackingFinder(RegexForms forms, RegexText text, MemoryMap map, bool isReverse)
    {
        _forms = forms;
        _text = text;
        _map = map;
        _isReverse = isReverse;
    }

    public override void Dispose() => _text.Dispose();

    internal override bool TryNext(long from, long limit, out MapRange hit, CancellationToken cancellation)
    {
        while (from < limit)
        {
            cancellation.ThrowIfCancellationRequested();
            from = _text.SkipHole(from, limit);
            if (from >= limit)
            {
                break;
            }

            long decided = Math.Min(limit, _text.Prepare(from, limit, cancellation));
            if (TryFind(ref from, decided, out hit, cancellation))
            {
                return hit.Offset < limit;
            }
        }

        hit = default;
        return false;
    }

    internal override bool TryPrevious(long from, long limit, out MapRange hit, CancellationToken cancellation)
    {
        while (from > limit)
        {
            cancellation.ThrowIfCancellationRequested();
            from = _text.SkipHoleBackward(from, limit);
            if (from <= limit)
            {
                break;
            }

            long decided = Math.Max(limit, _text.PrepareBackward(from, limit, cancellation));
            if (TryFind(ref from, decided, out hit, cancellation))
            {
                return hit.End > limit;
            }
        }

        hit = default;
        return false;
    }

    /// <summary>Searches the text up to a limit, or as far as the expression comes in time.</summary>
    private bool TryFind(ref long from, long limit, out MapRange hit, CancellationToken cancellation)
    {
        if (_alone < 0)
        {
            try
            {
                foreach (ValueMatch match in _forms.Quick.EnumerateMatches(_text.Characters, (int)(from - _text.Offset)))
                {
                    hit = new MapRange(_text.Offset + match.Index, match.Length);
                    if (_isReverse ? hit.End <= limit : hit.Offset >= limit)
                    {
                        break;
                    }

                    if (match.Length > 0)
                    {
                        _places = FewPlaces;
                        return true;
                    }

                    cancellation.ThrowIfCancellationRequested();
                }

                from = limit;
                hit = default;
                return false;
            }
            catch (Exception error) when (IsFaultOfRegex(error))
            {
                throw RegexErrors.Failed(_forms.Pattern, _map, _text.OffsetOf(from), error);
            }
            catch (RegexMatchTimeoutException)
            {
                // An attempt at one place takes long only if the ways to match there multiply. A search over a window also
                // takes long if many places each cost a little.
                _alone = _places;
                _places = Math.Min(_places * 2, int.MaxValue / 4);
            }
        }

        for (; _isReverse ? from > limit : from < limit; from += _isReverse ? -1 : 1)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_alone-- <= 0)
            {
                break;
            }

            ValueMatch match = TryPlace(from, cancellation);
            if (match.Length > 0)
            {
                hit = new MapRange(_text.Offset + match.Index, match.Length);
                return true;
            }
        }

        hit = default;
        return false;
    }

    /// <returns>The match at a place; without length if there is none.</returns>
    private ValueMatch TryPlace(long place, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                foreach (ValueMatch match in _forms.Single.EnumerateMatches(_text.Characters, (int)(place - _text.Offset)))
                {
                    return match;
                }

                return default;
            }
            catch (Exception error) when (IsFaultOfRegex(error))
            {
                throw RegexErrors.Failed(_forms.Pattern, _map, _text.OffsetOf(place), error);
            }
            catch (RegexMatchTimeoutException)
            {
                cancellation.ThrowIfCancellationRequested();
                if (attempt == Attempts)
                {
                    throw RegexErrors.TooSlow(_forms.Pattern, _map, _text.OffsetOf(place));
                }
            }
        }
    }

    /// <summary>The expressions of .NET fail on rare combinations of captures and repetitions, seen as an index out of range.</summary>
    internal static bool IsFaultOfRegex(Exception error) => error is IndexOutOfRangeException or NullReferenceException or OverflowException;
}
