using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading;
using MmapModule.Access;
using MmapModule.Copying;

namespace MmapModule;

/// <summary>Turns ranges of a map into lines, a piece at a time, and finds repeated lines at the speed of memory.</summary>
internal sealed class HexView
{
    /// <summary>Fits into the cache of a core, and is read in far less than 200 ms.</summary>
    private const int PieceSize = 1024 * 1024;

    private readonly HexLayout _layout;
    private readonly HexStyle _style;
    private readonly HexBase _base;
    private readonly bool _collapse;
    private readonly int _pieceSize;

    /// <summary>Describes a view.</summary>
    /// <param name="layout">How a line looks.</param>
    /// <param name="style">The colors.</param>
    /// <param name="numbers">Which number is shown on the left.</param>
    /// <param name="collapse">Show repeated lines as one asterisk.</param>
    /// <param name="pieceSize">How many bytes are read at a time.</param>
    internal HexView(HexLayout layout, HexStyle style, HexBase numbers, bool collapse, int pieceSize = PieceSize)
    {
        _layout = layout;
        _style = style;
        _base = numbers;
        _collapse = collapse;
        _pieceSize = Math.Max(1, pieceSize / layout.Width) * layout.Width;
    }

    /// <summary>The lines of a range.</summary>
    /// <param name="map">The map.</param>
    /// <param name="range">The range; its first byte is the first one of a line.</param>
    /// <param name="highlights">What is highlighted. Such lines are never hidden.</param>
    /// <param name="progress">Receives the progress while there is no line to show.</param>
    /// <param name="cancellation">Ends the view with OperationCanceledException.</param>
    /// <returns>
    /// The lines, made while they are enumerated. The line after a line that is the same as the one before is hidden together with
    /// all the same ones that follow, unless it is the only one. The last line of the range is always shown.
    /// </returns>
    /// <exception cref="MmapException">A part cannot be read; the lines before it have been given.</exception>
    internal IEnumerable<HexLine> Lines(
        MemoryMap map, MapRange range, HexHighlights highlights, ByteProgress? progress = null, CancellationToken cancellation = default)
    {
        ulong origin = Origin(map);
        int width = _layout.Width;
        long lastLine = range.Offset + (Math.Max(0, range.Length - 1) / width * width);
        long hidden = 0;

        // The line before the piece comes first in the buffer, so that each line can be compared with the one before it.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(width + (int)Math.Min(_pieceSize, range.Length));
        using ReadableHoles holes = new(map);
        try
        {
            for (long done = 0; done < range.Length;)
            {
                cancellation.ThrowIfCancellationRequested();
                if (_collapse && done > 0 && range.Length - done > _pieceSize && buffer.AsSpan(0, width).IndexOfAnyExcept((byte)0) < 0)
                {
                    long skipped = CountHole(holes, range.From(range.Offset + done), highlights, lastLine);
                    hidden += skipped;
                    done += skipped * width;
                    if (skipped > 0)
                    {
                        continue;
                    }
                }

                MapRange piece = new(range.Offset + done, Math.Min(_pieceSize, range.Length - done));
                int end = width + PieceReader.Read(map, piece, buffer.AsSpan(width, (int)piece.Length), cancellation, out MmapException? error);
                bool isSilent = true;
                for (int at = width; at < end;)
                {
                    long offset = piece.Offset + at - width;
                    int most = _collapse && offset > range.Offset ? (int)MostHidden(highlights, offset, lastLine, end - at) : 0;
                    int same = CountSame(buffer, at, most);
                    hidden += same;
                    at += same * width;
                    if (at == end)
                    {
                        break;
                    }

                    offset = piece.Offset + at - width;
                    if (hidden > 0)
                    {
                        yield return Hidden(offset, hidden, buffer.AsSpan(at - width, width), origin);
                        hidden = 0;
                    }

                    HexLayout layout = offset + width >= range.End ? _layout.Last : _layout;
                    yield return Line(layout, offset, buffer.AsSpan(at, Math.Min(width, end - at)), origin, highlights);
                    at += width;
                    isSilent = false;
                }

                if (error is not null)
                {
                    if (hidden > 0)
                    {
                        yield return Hidden(piece.Offset + end - width, hidden, buffer.AsSpan(end - width, width), origin);
                    }

                    throw error;
                }

                if (isSilent)
                {
                    progress?.Invoke(done + piece.Length, range.Length);
                }

                buffer.AsSpan(end - width, width).CopyTo(buffer);
                done += piece.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A line that says that what follows is somewhere else.</summary>
    /// <param name="map">The map that follows, if it is another one.</param>
    internal HexLine Gap(MemoryMap? map) => new(_layout, map is null ? "--" : "-- " + map);

    /// <summary>What is added to an offset to get the number on the left.</summary>
    private ulong Origin(MemoryMap map) => _base switch
    {
        HexBase.Address => map.Address,
        HexBase.File when map.Backing is null => throw RangeErrors.NoFileOffset(map),
        HexBase.File => (ulong)map.FileOffset,
        _ => 0,
    };

    /// <summary>How many of the next lines may be hidden: whole ones without highlights, before the last one of the range.</summary>
    private long MostHidden(HexHighlights highlights, long offset, long lastLine, long available)
    {
        long clear = Math.Min(highlights.NextFrom(offset), lastLine) - offset;
        return Math.Min(clear, available) / _layout.Width;
    }

    /// <summary>How many lines may be hidden without being read, since they are in a hole: after a line of zeros they repeat it.</summary>
    private long CountHole(ReadableHoles holes, MapRange rest, HexHighlights highlights, long lastLine)
    {
        long most = MostHidden(highlights, rest.Offset, lastLine, rest.Length);
        return most == 0 ? 0 : holes.CountFrom(rest.First(most * _layout.Width)) / _layout.Width;
    }

    /// <summary>How many of the next lines are the same as the one before.</summary>
    private int CountSame(byte[] buffer, int at, int most)
    {
        ReadOnlySpan<byte> next = buffer.AsSpan(at, most * _layout.Width);
        return next.CommonPrefixLength(buffer.AsSpan(at - _layout.Width, next.Length)) / _layout.Width;
    }

    /// <summary>One asterisk for lines that end here; a single one is shown as it is.</summary>
    private HexLine Hidden(long end, long count, ReadOnlySpan<byte> bytes, ulong origin)
    {
        long length = count * _layout.Width;
        MapRange range = new(end - length, length);
        HexLineKind kind = count == 1 ? HexLineKind.Data : HexLineKind.Repeat;
        return new HexLine(kind, range, origin + (ulong)range.Offset, bytes.ToArray(), _layout, _style, []);
    }

    /// <summary>A line that stands before or after the bytes.</summary>
    internal HexLine Frame(string text) => new(_layout, text, HexLineKind.Frame);

    private HexLine Line(HexLayout layout, long offset, ReadOnlySpan<byte> bytes, ulong origin, HexHighlights highlights)
    {
        MapRange range = new(offset, bytes.Length);
        return new HexLine(HexLineKind.Data, range, origin + (ulong)offset, bytes.ToArray(), layout, _style, highlights.Within(range));
    }
}
