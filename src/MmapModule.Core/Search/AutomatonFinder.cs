using System;
using System.Collections.Generic;
using System.Threading;

namespace MmapModule.Search;

/// <summary>
/// Finds hits with two automata: one finds the end of the first hit, the other goes back from there to its beginning. They
/// take one byte after the other, so a hit may have any length.
/// </summary>
/// <remarks>
/// The pair of automata, one for the end and a reversed one for the beginning, is that of RE2 and of Rust's regex crate. Before it,
/// windows of a fixed size were given to .NET's expressions: they cut or missed long hits, and let ^ match inside of lines.
/// The hit is that of backtracking. The first automaton tries the ways in their order and begins at every place, the
/// earlier ones first, so it ends where the first place that matches at all would end. The other one finds the
/// farthest place from which a match ends there; an earlier place that matches would have been found first.
/// </remarks>
internal sealed partial class AutomatonFinder : HitFinder
{
    /// <summary>After its piece a search usually needs few bytes.</summary>
    private const int OverrunWindow = 16 * 1024;

    private readonly RegexProgram _program;
    private readonly MapRange _range;
    private readonly SymbolFeed _feed;
    private readonly OverrunMemo _memo;
    private readonly Dfa _main;
    private readonly Dfa _other;
    private readonly List<(long Place, DfaKey State)> _passed = [];
    private readonly bool[] _beforeLiteral = new bool[256];

    internal AutomatonFinder(RegexProgram program, SymbolFeed feed, OverrunMemo memo)
    {
        _program = program;
        _range = feed.Range;
        _feed = feed;
        _memo = memo;
        _main = program.TakeMain();
        _other = program.TakeOther();
        for (int value = 0; value <= byte.MaxValue; value++)
        {
            _beforeLiteral[value] = program.Filter?.Before.Contains(value) ?? false;
        }
    }

    public override void Dispose()
    {
        _feed.Dispose();
        _program.Return(_main, _other);
    }

    internal override bool TryNext(long from, long limit, out MapRange hit, CancellationToken cancellation)
    {
        long end = FindEnd(from, limit, cancellation);
        hit = end < 0 ? default : WithStart(from, end, cancellation);
        return end >= 0;
    }

    /// <summary>The end of the first match that begins in a part of the range; -1 if there is none.</summary>
    private long FindEnd(long from, long limit, CancellationToken cancellation)
    {
        _passed.Clear();
        long position = from;
        long end = -1;
        long literal = -1;
        int overrun = OverrunWindow;
        bool begins = true;
        int state = _main.Start(Before(_main, from), everywhere: true);
        while (state != Dfa.Dead)
        {
            cancellation.ThrowIfCancellationRequested();
            if (begins && position >= limit)
            {
                begins = false;
                state = _main.WithoutBegin(state);
                continue;
            }

            if (!begins && position % OverrunMemo.Step == 0 && Recall(position, state, ref end))
            {
                break;
            }

            if (position == _range.End)
            {
                if (_main.MatchesAtEnd(state))
                {
                    end = position;
                    Number = _main.MatchNumber;
                }

                break;
            }

            if (begins && position > literal && _main.IsWaiting(state) && Skip(position, limit, ref literal, cancellation) is long next && next > position)
            {
                position = next;
                state = _main.Start(Before(_main, position), everywhere: true);
                continue;
            }

            ReadOnlySpan<byte> bytes;
            long endOfHole;
            try
            {
                long stop = begins ? limit : Math.Min(_range.End, (position / OverrunMemo.Step * OverrunMemo.Step) + OverrunMemo.Step);
                bytes = _feed.Ahead(position, stop, out endOfHole, begins ? SymbolFeed.Window : overrun);
                overrun = begins ? overrun : Math.Min(overrun * 2, SymbolFeed.Window);
            }
            catch (MmapException) when (_main.IsDecided(state))
            {
                Number = _main.MatchNumber;
                return position;
            }

            if (endOfHole > position && _main.Stays(ref state, 0, out bool isMatch))
            {
                end = isMatch ? endOfHole - 1 : end;
                Number = isMatch ? _main.MatchNumber : Number;
                position = endOfHole;
                continue;
            }

            int match = -1;
            int taken = _main.RunForward(bytes, ref state, ref match);
            end = match >= 0 ? position + match : end;
            Number = match >= 0 ? _main.MatchNumber : Number;
            position += taken;
        }

        _memo.Add(_passed, end, Number, isBackward: false);
        return end;
    }

    private MapRange WithStart(long from, long end, CancellationToken cancellation)
    {
        if (_program.FixedLength > 0)
        {
            return new MapRange(end - _program.FixedLength, _program.FixedLength);
        }

        long start = -1;
        long position = end;
        int state = _other.Start(_other.LooksBack ? _feed.ByteAt(end) : -1, everywhere: false);
        while (state != Dfa.Dead)
        {
            cancellation.ThrowIfCancellationRequested();
            if (position == from)
            {
                start = MatchesBefore(_other, state, position) ? position : start;
                break;
            }

            ReadOnlySpan<byte> bytes = _feed.Behind(position, from, out long startOfHole);
            if (startOfHole < position && _other.Stays(ref state, 0, out bool isMatch))
            {
                start = isMatch ? startOfHole + 1 : start;
                position = startOfHole;
                continue;
            }

            int match = -1;
            int taken = _other.RunBackward(bytes, ref state, ref match);
            start = match >= 0 ? position - bytes.Length + match : start;
            position -= taken;
        }

        return new MapRange(start, end - start);
    }

    /// <summary>What an automaton has to know of the byte before the place where it begins.</summary>
    private int Before(Dfa automaton, long position) => automaton.LooksBack ? _feed.ByteBefore(position) : -1;

    private bool MatchesBefore(Dfa automaton, int state, long position) => automaton.LooksBack && _feed.ByteBefore(position) is >= 0 and int value
        ? automaton.Next(state, (byte)value).IsMatch
        : automaton.MatchesAtEnd(state);

    /// <summary>Whether it is known already how a search continues that has come here.</summary>
    private bool Recall(long position, int state, ref long end)
    {
        DfaKey key = _main.KeyOf(state);
        if (_memo.TryGet(position, key, out (long End, int Number) known))
        {
            end = known.End >= 0 ? known.End : end;
            Number = known.End >= 0 ? known.Number : Number;
            return true;
        }

        _passed.Add((position, key));
        return false;
    }

    /// <summary>Where the automaton has to begin again, if before that no match can begin.</summary>
    /// <param name="position">Where the search is.</param>
    /// <param name="limit">Matches that begin there or later do not count.</param>
    /// <param name="literal">Set to a place up to which it makes no sense to ask again.</param>
    /// <param name="cancellation">Looked at for each window.</param>
    private long Skip(long position, long limit, ref long literal, CancellationToken cancellation) =>
        _program.Filter is { } filter ? SkipToLiteral(filter, position, limit, ref literal, cancellation)
        : _program.Prefixes is { } prefixes ? SkipToPrefix(prefixes, position, limit, cancellation)
        : _program.FirstBytes is { } first ? SkipToFirstByte(first, position, limit, cancellation)
        : position;
}
