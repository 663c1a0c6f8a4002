using System;
using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;

namespace MmapModule.Search;

/// <summary>Searches with a regular expression in windows that overlap by the longest match.</summary>
internal sealed class RegexPieceSearcher : PieceSearcher
{
    private const int Window = 1024 * 1024;

    /// <summary>What looks behind a match, such as ^ and \b, sees at least so many bytes before it.</summary>
    private const int Context = 4 * 1024;

    /// <summary>So much is searched at a time where each place is tried alone.</summary>
    private const int SingleWindow = 4 * 1024;

    /// <summary>An attempt that takes too long is repeated: perhaps only the machine had no time for it.</summary>
    private const int Attempts = 3;

    private const int LargestMatch = SearchPattern.LongestRegexMatch;

    /// <summary>So much is looked through at a time for the bytes with which matches begin.</summary>
    private const int PrefixWindow = 256 * 1024;

    private readonly FixedPattern? _prefix;
    private readonly RegexForms _forms;
    private readonly RegexPace _pace;

    internal RegexPieceSearcher(SearchPattern pattern, MemoryMap map, MapRange range, SearchOptions options, bool countOnly, RegexPace? pace = null)
        : base(map, range, options, countOnly)
    {
        _forms = new RegexForms(pattern, range.Length, options.Reverse);
        _pace = pace ?? new RegexPace();
        byte[] prefix = options.Reverse || pattern.IgnoreCase ? [] : RegexPrefix.Of(pattern.Regex!);
        _prefix = prefix.Length > 0 ? new FixedPattern(HexPattern.FromBytes(prefix), alignment: 1) : null;
    }

    public override void Dispose()
    {
    }

    private protected override int FixedLength => 0;

    private protected override void SearchForward(PieceHits hits, long edge, CancellationToken cancellation)
    {
        long position = Math.Max(hits.Piece.Offset, Options.Overlapping ? 0 : edge);
        while (position < hits.Piece.End)
        {
            cancellation.ThrowIfCancellationRequested();
            position = SkipToPrefix(position, hits.Piece.End, cancellation);
            if (position >= hits.Piece.End)
            {
                return;
            }

            RegexForm form = _pace.Form;
            int size = _prefix is null ? WindowOf(form) : Math.Min(WindowOf(form), LargestMatch);
            long start = Math.Max(Range.Offset, position - Context);
            long end = Math.Min(Range.End, position + size + LargestMatch);
            long limit = Math.Min(hits.Piece.End, position + size);
            position = TryWindow(hits, new MapRange(start, end - start), position, limit, form, cancellation);
        }
    }

    private protected override void SearchBackward(PieceHits hits, long edge, CancellationToken cancellation)
    {
        // Everything is mirrored: a hit belongs to the piece in which it ends.
        long position = Math.Min(hits.Piece.End, Options.Overlapping ? long.MaxValue : edge);
        while (position > hits.Piece.Offset)
        {
            cancellation.ThrowIfCancellationRequested();
            RegexForm form = _pace.Form;
            int size = WindowOf(form);
            long start = Math.Max(Range.Offset, position - size - LargestMatch);
            long end = Math.Min(Range.End, position + Context);
            long limit = Math.Max(hits.Piece.Offset, position - size);
            position = TryWindow(hits, new MapRange(start, end - start), position, limit, form, cancellation);
        }
    }

    /// <summary>The next place where a match can begin; where something cannot be read, the search itself finds out why.</summary>
    private long SkipToPrefix(long position, long limit, CancellationToken cancellation)
    {
        if (_prefix is null)
        {
            return position;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(PrefixWindow + _prefix.Length);
        Span<int> place = stackalloc int[1];
        try
        {
            while (position < limit)
            {
                cancellation.ThrowIfCancellationRequested();
                int places = (int)Math.Min(PrefixWindow, limit - position);
                int length = (int)Math.Min(places + _prefix.Length - 1, Range.End - position);
                if (Read(position, buffer.AsSpan(0, length), out _) < length)
                {
                    return position;
                }

                int from = 0;
                if (_prefix.Collect(buffer.AsSpan(0, length), position, ref from, Math.Min(places, length - _prefix.Length + 1), overlapping: true, place) > 0)
                {
                    return position + place[0];
                }

                position += places;
            }

            return limit;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int WindowOf(RegexForm form) => form == RegexForm.Single ? SingleWindow : Window;

    /// <summary>Searches from a position up to a limit, or as far as the expression comes in time.</summary>
    private long TryWindow(PieceHits hits, MapRange window, long position, long limit, RegexForm form, CancellationToken cancellation)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent((int)window.Length);
        char[] text = ArrayPool<char>.Shared.Rent((int)window.Length);
        long reached = position;
        try
        {
            int got = Read(window.Offset, bytes.AsSpan(0, (int)window.Length), out ExceptionDispatchInfo? error);
            if (error is not null && Options.Reverse)
            {
                error.Throw();
            }

            Encoding.Latin1.GetChars(bytes.AsSpan(0, got), text);
            ReadOnlySpan<char> known = text.AsSpan(0, got);
            if (form == RegexForm.Single)
            {
                ScanEachPlace(hits, known, window.Offset, ref reached, limit, cancellation);
            }
            else
            {
                Scan(form == RegexForm.Quick ? _forms.Quick : _forms.Linear!, hits, known, window.Offset, ref reached, limit, cancellation);
            }

            error?.Throw();
            _pace.Done();
            return Options.Reverse ? Math.Min(reached, limit) : Math.Max(reached, limit);
        }
        catch (RegexMatchTimeoutException)
        {
            _pace.Slower(form, hasLinear: _forms.Linear is not null);
            return reached;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <param name="regex">The form of the expression.</param>
    /// <param name="hits">The hits are added here.</param>
    /// <param name="text">The window, a character for each byte.</param>
    /// <param name="offset">The offset of the window.</param>
    /// <param name="position">Where to begin; moved behind each hit.</param>
    /// <param name="limit">Hits that begin (in reverse: end) there or beyond belong to the next window.</param>
    /// <param name="cancellation">Looked at after each hit.</param>
    private void Scan(Regex regex, PieceHits hits, ReadOnlySpan<char> text, long offset, ref long position, long limit, CancellationToken cancellation)
    {
        bool again = true;
        while (again)
        {
            again = false;
            if (position - offset > text.Length)
            {
                return;
            }

            foreach (ValueMatch match in regex.EnumerateMatches(text, (int)(position - offset)))
            {
                cancellation.ThrowIfCancellationRequested();
                if (IsBeyond(match, offset, limit))
                {
                    return;
                }

                if (match.Length > 0)
                {
                    position = Take(hits, offset + match.Index, match.Length);
                    if (Options.Overlapping)
                    {
                        again = true;
                        break;
                    }
                }
            }
        }
    }

    /// <summary>
    /// The slowest way, and the surest: an attempt at one place takes long only if the ways to match there multiply. A search
    /// over the whole window also takes long if many places each cost a little.
    /// </summary>
    private void ScanEachPlace(PieceHits hits, ReadOnlySpan<char> text, long offset, ref long position, long limit, CancellationToken cancellation)
    {
        int step = Options.Reverse ? -1 : 1;
        while (Options.Reverse ? position > limit : position < limit && position - offset < text.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            ValueMatch match = TryPlace(text, offset, position, cancellation);
            position = match.Length > 0 ? Take(hits, offset + match.Index, match.Length) : position + step;
        }
    }

    /// <returns>The match at a place; without length if there is none.</returns>
    private ValueMatch TryPlace(ReadOnlySpan<char> text, long offset, long position, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                foreach (ValueMatch match in _forms.Single.EnumerateMatches(text, (int)(position - offset)))
                {
                    return match;
                }

                return default;
            }
            catch (RegexMatchTimeoutException)
            {
                cancellation.ThrowIfCancellationRequested();
                if (attempt == Attempts)
                {
                    throw RegexErrors.TooSlow(_forms.Pattern, Map, position);
                }
            }
        }
    }

    private bool IsBeyond(ValueMatch match, long offset, long limit) =>
        Options.Reverse ? offset + match.Index + match.Length <= limit : offset + match.Index >= limit;

    /// <summary>Notes a hit, if it is aligned.</summary>
    /// <returns>Where to go on.</returns>
    private long Take(PieceHits hits, long start, int length)
    {
        if (start % Options.Alignment == 0)
        {
            hits.Add(start, length, Keep);
        }

        if (Options.Overlapping)
        {
            return Options.Reverse ? start + length - 1 : start + 1;
        }

        return Options.Reverse ? start : start + length;
    }
}
