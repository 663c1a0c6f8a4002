using System;
using System.Globalization;

namespace MmapModule;

/// <summary>
/// Reads the lines of a dump as text: those of xxd (also -p and -b), of hexdump -C and of this module. A line that could mean
/// two things is refused: the bytes would be written to a file that somebody needs.
/// </summary>
internal sealed class DumpText
{
    private const int LongestOffset = 16;

    private readonly DumpRuns _runs;
    private byte[] _last = [];
    private long _line;
    private bool _hasOffsets;
    private bool _isPlain;
    private bool _isRepeat;
    private bool _isHexOrder = true;
    private bool _isDecimalOrder = true;
    private bool _isFirst = true;
    private long _decimalEnd;

    /// <param name="runs">Takes the bytes.</param>
    internal DumpText(DumpRuns runs) => _runs = runs;

    /// <summary>Whether the lines have no offsets.</summary>
    internal bool IsPlain => _isPlain;

    /// <summary>Reads text that has any number of lines.</summary>
    /// <exception cref="MmapException">InvalidArgument: a line is not one of a dump, or could mean several things.</exception>
    internal void Add(string text)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            _line++;
            ReadOnlySpan<char> trimmed = line.TrimEnd();
            if (trimmed.StartsWith("-- "))
            {
                throw DumpErrors.OtherMap(trimmed.ToString());
            }

            if (!trimmed.IsEmpty && trimmed is not "--")
            {
                AddLine(line, trimmed);
            }
        }
    }

    /// <summary>Says that there are no more lines.</summary>
    /// <exception cref="MmapException">InvalidArgument: the dump is not complete, or its offsets are not hex.</exception>
    internal void Complete()
    {
        if (_isRepeat)
        {
            throw DumpErrors.OpenRepeat();
        }

        if (!_isHexOrder && _isDecimalOrder)
        {
            throw DumpErrors.DecimalOffsets();
        }
    }

    private void AddLine(ReadOnlySpan<char> whole, ReadOnlySpan<char> line)
    {
        if (line is "*")
        {
            _isRepeat = _last.Length > 0 ? true : throw Bad(line);
            return;
        }

        int digits = DigitsAt(line, 0);
        ReadOnlySpan<char> rest = line[digits..];
        if (digits > 0 && digits <= LongestOffset && rest.StartsWith(":"))
        {
            AddAt(line, line[..digits], whole[(digits + 1)..].TrimStart(' '), isFramed: false);
        }
        else if (digits is >= 6 and <= LongestOffset && rest.StartsWith("  ") && line.EndsWith("|") && rest.IndexOf('|') is > 0 and var bar && bar < rest.Length - 1)
        {
            AddAt(line, line[..digits], rest[2..bar].TrimEnd(), isFramed: true);
        }
        else if (rest.IsEmpty && _hasOffsets && digits <= LongestOffset)
        {
            // The last line of hexdump -C says where the dump ends.
            long end = Offset(line);
            if (_isRepeat)
            {
                Repeat(end, line, isEnd: true);
            }
            else if (end != _runs.End)
            {
                throw Bad(line);
            }
        }
        else if (rest.IsEmpty && !_hasOffsets && digits % 2 == 0)
        {
            _isPlain = true;
            byte[] bytes = Convert.FromHexString(line);
            _runs.Add(new DumpRun(_runs.End, bytes));
        }
        else
        {
            throw Bad(line);
        }
    }

    /// <summary>A line with an offset.</summary>
    private void AddAt(ReadOnlySpan<char> line, ReadOnlySpan<char> digits, ReadOnlySpan<char> cells, bool isFramed)
    {
        if (_isPlain)
        {
            throw Bad(line);
        }

        _hasOffsets = true;
        long offset = Offset(digits);
        DumpCells read = DumpCells.Read(cells, isFramed) ?? throw Bad(line);
        if (read.IsUnclear)
        {
            throw DumpErrors.Unclear(_line, line.ToString());
        }

        if (read.IsLittleEndian)
        {
            throw DumpErrors.LittleEndian(_line, line.ToString());
        }

        if (_isRepeat)
        {
            Repeat(offset, line);
        }

        NoteOrder(digits, offset, read.Bytes.Length);
        _runs.Add(new DumpRun(offset, read.Bytes));
        _last = read.Bytes;
    }

    /// <summary>The asterisk stands for lines that are the same as the one before it.</summary>
    private void Repeat(long end, ReadOnlySpan<char> line, bool isEnd = false)
    {
        long length = end - _runs.End;
        if (length <= 0 || (length % _last.Length != 0 && !isEnd))
        {
            throw Bad(line);
        }

        _runs.Add(new DumpRun(_runs.End, _last, length));
        _isRepeat = false;
    }

    /// <summary>Decimal offsets look like hex, but then each line seems to begin somewhere behind the one before it.</summary>
    private void NoteOrder(ReadOnlySpan<char> digits, long offset, int length)
    {
        bool isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        if (!_isFirst)
        {
            _isHexOrder &= offset == _runs.End;
            _isDecimalOrder &= isNumber && number == _decimalEnd;
        }

        _isFirst = false;
        _decimalEnd = number + length;
    }

    private long Offset(ReadOnlySpan<char> digits) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong offset) && offset <= long.MaxValue
            ? (long)offset
            : throw Bad(digits);

    private MmapException Bad(ReadOnlySpan<char> line) => DumpErrors.NoDumpLine(_line, line.ToString());

    private static int DigitsAt(ReadOnlySpan<char> line, int start)
    {
        int end = start;
        while (end < line.Length && char.IsAsciiHexDigit(line[end]))
        {
            end++;
        }

        return end - start;
    }
}
