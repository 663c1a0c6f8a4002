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

    /// <summary>If not even this many places can be tried in the time, the expression is to blame.</summary>
    private const int SmallestWindow = 64;

    private const int LargestMatch = SearchPattern.LongestRegexMatch;

    /// <summary>Compiling takes longer than searching so little.</summary>
    private const int WorthCompiling = 8 * 1024 * 1024;

    /// <summary>One attempt may not take longer, so that Ctrl+C is seen.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(150);

    private readonly SearchPattern _pattern;
    private readonly Regex _regex;

    internal RegexPieceSearcher(SearchPattern pattern, MemoryMap map, MapRange range, SearchOptions options, bool countOnly)
        : base(map, range, options, countOnly)
    {
        _pattern = pattern;
        RegexOptions how = RegexOptions.CultureInvariant | RegexOptions.Multiline
            | (pattern.IgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None)
            | (options.Reverse ? RegexOptions.RightToLeft : RegexOptions.None)
            | (range.Length > WorthCompiling ? RegexOptions.Compiled : RegexOptions.None);
        _regex = new Regex(pattern.Regex!, how, s_patience);
    }

    private protected override int FixedLength => 0;

    private protected override void SearchForward(PieceHits hits, long edge, CancellationToken cancellation)
    {
        long position = Math.Max(hits.Piece.Offset, Options.Overlapping ? 0 : edge);
        int size = Window;
        while (position < hits.Piece.End)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Math.Max(Range.Offset, position - Context);
            long end = Math.Min(Range.End, position + size + LargestMatch);
            long limit = Math.Min(hits.Piece.End, position + size);
            position = TryWindow(hits, new MapRange(start, end - start), position, limit, ref size);
        }
    }

    private protected override void SearchBackward(PieceHits hits, long edge, CancellationToken cancellation)
    {
        // Everything is mirrored: a hit belongs to the piece in which it ends.
        long position = Math.Min(hits.Piece.End, Options.Overlapping ? long.MaxValue : edge);
        int size = Window;
        while (position > hits.Piece.Offset)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Math.Max(Range.Offset, position - size - LargestMatch);
            long end = Math.Min(Range.End, position + Context);
            long limit = Math.Max(hits.Piece.Offset, position - size);
            position = TryWindow(hits, new MapRange(start, end - start), position, limit, ref size);
        }
    }

    /// <summary>Searches from a position up to a limit, and smaller windows where the expression is slow.</summary>
    private long TryWindow(PieceHits hits, MapRange window, long position, long limit, ref int size)
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
            Scan(hits, text.AsSpan(0, got), window.Offset, ref reached, limit);
            error?.Throw();
            size = Math.Min(Window, size * 4);
            return Options.Reverse ? Math.Min(reached, limit) : Math.Max(reached, limit);
        }
        catch (RegexMatchTimeoutException)
        {
            if (size <= SmallestWindow)
            {
                throw RegexErrors.TooSlow(_pattern.Regex!, Map, reached);
            }

            size = Math.Max(SmallestWindow, size / 16);
            return reached;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <param name="hits">The hits are added here.</param>
    /// <param name="text">The window, a character for each byte.</param>
    /// <param name="offset">The offset of the window.</param>
    /// <param name="position">Where to begin; moved behind each hit.</param>
    /// <param name="limit">Hits that begin (in reverse: end) there or beyond belong to the next window.</param>
    private void Scan(PieceHits hits, ReadOnlySpan<char> text, long offset, ref long position, long limit)
    {
        bool again = true;
        while (again)
        {
            again = false;
            if (position - offset > text.Length)
            {
                return;
            }

            foreach (ValueMatch match in _regex.EnumerateMatches(text, (int)(position - offset)))
            {
                long start = offset + match.Index;
                long end = start + match.Length;
                if (Options.Reverse ? end <= limit : start >= limit)
                {
                    return;
                }

                if (match.Length == 0)
                {
                    continue;
                }

                if (start % Options.Alignment == 0)
                {
                    hits.Add(start, match.Length, Keep);
                }

                position = Options.Reverse ? start : end;
                if (Options.Overlapping)
                {
                    position = Options.Reverse ? end - 1 : start + 1;
                    again = true;
                    break;
                }
            }
        }
    }
}
