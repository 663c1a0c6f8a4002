using System;
using System.Threading;

namespace MmapModule.Search;

/// <content>The same from the end.</content>
internal sealed partial class AutomatonFinder
{
    internal override bool TryPrevious(long from, long limit, out MapRange hit, CancellationToken cancellation)
    {
        long start = FindStart(from, limit, cancellation);
        hit = start < 0 ? default : WithEnd(from, start, cancellation);
        return start >= 0;
    }

    /// <summary>The start of the last match that ends in a part of the range; -1 if there is none.</summary>
    private long FindStart(long from, long limit, CancellationToken cancellation)
    {
        _passed.Clear();
        long position = from;
        long start = -1;
        long literal = long.MaxValue;
        int overrun = OverrunWindow;
        bool begins = true;
        int state = _main.Start(_main.LooksBack ? _feed.ByteAt(from) : -1, everywhere: true);
        while (state != Dfa.Dead)
        {
            cancellation.ThrowIfCancellationRequested();
            if (begins && position <= limit)
            {
                begins = false;
                state = _main.WithoutBegin(state);
                continue;
            }

            if (!begins && position % OverrunMemo.Step == 0 && Recall(position, state, ref start))
            {
                break;
            }

            if (position == _range.Offset)
            {
                if (_main.MatchesAtEnd(state))
                {
                    start = position;
                    Number = _main.MatchNumber;
                }

                break;
            }

            if (begins && position < literal && _main.IsWaiting(state) && SkipBackward(position, limit, ref literal, cancellation) is long next && next < position)
            {
                position = next;
                state = _main.Start(_main.LooksBack ? _feed.ByteAt(position) : -1, everywhere: true);
                continue;
            }

            ReadOnlySpan<byte> bytes;
            long startOfHole;
            try
            {
                long stop = begins ? limit : Math.Max(_range.Offset, (position - 1) / OverrunMemo.Step * OverrunMemo.Step);
                bytes = _feed.Behind(position, stop, out startOfHole, begins ? SymbolFeed.Window : overrun);
                overrun = begins ? overrun : Math.Min(overrun * 2, SymbolFeed.Window);
            }
            catch (MmapException) when (_main.IsDecided(state))
            {
                Number = _main.MatchNumber;
                return position;
            }

            if (startOfHole < position && _main.Stays(ref state, 0, out bool isMatch))
            {
                start = isMatch ? startOfHole + 1 : start;
                Number = isMatch ? _main.MatchNumber : Number;
                position = startOfHole;
                continue;
            }

            int match = -1;
            int taken = _main.RunBackward(bytes, ref state, ref match);
            start = match >= 0 ? position - bytes.Length + match : start;
            Number = match >= 0 ? _main.MatchNumber : Number;
            position -= taken;
        }

        _memo.Add(_passed, start, Number, isBackward: true);
        return start;
    }

    private MapRange WithEnd(long from, long start, CancellationToken cancellation)
    {
        if (_program.FixedLength > 0)
        {
            return new MapRange(start, _program.FixedLength);
        }

        long end = -1;
        long position = start;
        int state = _other.Start(Before(_other, start), everywhere: false);
        while (state != Dfa.Dead)
        {
            cancellation.ThrowIfCancellationRequested();
            if (position == from)
            {
                bool isMatch = _other.LooksBack && _feed.ByteAt(from) is >= 0 and int value ? _other.Next(state, (byte)value).IsMatch : _other.MatchesAtEnd(state);
                end = isMatch ? position : end;
                break;
            }

            ReadOnlySpan<byte> bytes = _feed.Ahead(position, from, out long endOfHole);
            if (endOfHole > position && _other.Stays(ref state, 0, out bool matches))
            {
                end = matches ? endOfHole - 1 : end;
                position = endOfHole;
                continue;
            }

            int match = -1;
            int taken = _other.RunForward(bytes, ref state, ref match);
            end = match >= 0 ? position + match : end;
            position += taken;
        }

        return new MapRange(start, end - start);
    }
}
