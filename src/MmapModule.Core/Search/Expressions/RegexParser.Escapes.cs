using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MmapModule.Search;

/// <content>What follows a backslash.</content>
internal sealed partial class RegexParser
{
    private RegexNode ReadEscape()
    {
        switch (Peek())
        {
            case 'b':
                return Place(PlaceKind.WordBorder);
            case 'B':
                return Place(PlaceKind.NoWordBorder);
            case 'A':
                return Place(PlaceKind.Start);
            case 'z':
                return Place(PlaceKind.End);
            case 'Z':
                return Place(PlaceKind.LastLineEnd);
            case 'G':
                throw RegexErrors.Unsupported(_pattern, @"\G");
            case 'k':
                _at++;
                return ReadNamedAgain();
            case '<' or '\'':
                return TryReadOldNamedAgain() as RegexNode ?? new RegexNode.Bytes(ByteSet.Of(_pattern[_at++]));
            case >= '1' and <= '9':
                return TryReadNumberedAgain() as RegexNode ?? ReadEscapedByte();
            default:
                return TryReadNamedClass() is { } set ? new RegexNode.Bytes(set) : ReadEscapedByte();
        }
    }

    private RegexNode Place(PlaceKind kind)
    {
        _at++;
        return _units is null || kind is not (PlaceKind.WordBorder or PlaceKind.NoWordBorder)
            ? new RegexNode.Place(kind)
            : BesideWords(_units.WordCharacter, kind == PlaceKind.WordBorder);
    }

    /// <summary>\b and \B in other words: automata know only the words of ASCII.</summary>
    private static RegexNode.Choice BesideWords(RegexNode word, bool isBorder) => new(
    [
        new RegexNode.Sequence([new RegexNode.Look(word, IsBehind: true, IsNegated: false), new RegexNode.Look(word, IsBehind: false, IsNegated: isBorder)]),
        new RegexNode.Sequence([new RegexNode.Look(word, IsBehind: true, IsNegated: true), new RegexNode.Look(word, IsBehind: false, IsNegated: !isBorder)]),
    ]);

    private RegexNode.Bytes ReadEscapedByte() => new(InCase(ByteSet.Of(OneByte(ReadEscapedCharacter()))));

    private RegexNode.Again ReadNamedAgain()
    {
        char end = _pattern[_at++] == '<' ? '>' : '\'';
        int close = _pattern.IndexOf(end, _at);
        string name = _pattern[_at..close];
        _at = close + 1;
        return NewAgain(name);
    }

    /// <summary>\&lt;name&gt; is an old way to write \k&lt;name&gt;.</summary>
    private RegexNode.Again? TryReadOldNamedAgain()
    {
        char end = Peek() == '<' ? '>' : '\'';
        int close = _pattern.IndexOf(end, _at + 1);
        if (close < 0 || !IsGroup(_pattern[(_at + 1)..close]))
        {
            return null;
        }

        _at++;
        string name = _pattern[_at..close];
        _at = close + 1;
        return NewAgain(name);
    }

    private RegexNode.Again? TryReadNumberedAgain()
    {
        int at = _at;
        if (!TryReadNumber(ref at, out int number) || !IsGroup(Invariant(number)))
        {
            return null;
        }

        _at = at;
        return NewAgain(Invariant(number));
    }

    private RegexNode.Again NewAgain(string name) =>
        new(Has(RegexOptions.IgnoreCase) ? "(?i:\\k<" + name + ">)" : "\\k<" + name + ">");

    /// <summary>\d, \w, \s, their opposites, and \p{...}; null if something else follows.</summary>
    private ByteSet? TryReadNamedClass()
    {
        ByteSet? set = Peek() switch
        {
            'd' => ByteSet.Digits,
            'D' => ~ByteSet.Digits,
            'w' => ByteSet.WordCharacters,
            'W' => ~ByteSet.WordCharacters,
            's' => ByteSet.Spaces,
            'S' => ~ByteSet.Spaces,
            _ => null,
        };
        if (set is not null)
        {
            _at++;
            return set;
        }

        if (Peek() is not ('p' or 'P'))
        {
            return null;
        }

        int end = _pattern.IndexOf('}', _at);
        Regex category = new(string.Concat("\\", _pattern.AsSpan(_at, end + 1 - _at)), RegexOptions.CultureInvariant);
        _at = end + 1;
        return InCase(ByteSet.Where(value => category.IsMatch(((char)value).ToString())));
    }

    /// <summary>Reads a character after a backslash, which .NET has found to be right.</summary>
    private int ReadEscapedCharacter()
    {
        char letter = _pattern[_at++];
        switch (letter)
        {
            case 'a':
                return '\a';
            case 'b':
                return '\b';
            case 'e':
                return '\x1B';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'x':
                return ReadHex(2);
            case 'u':
                return ReadHex(4);
            case 'c':
                return char.ToUpperInvariant(_pattern[_at++]) - '@';
            case >= '0' and <= '7':
                _at--;
                return ReadOctal();
            default:
                return letter;
        }
    }

    private int ReadHex(int digits)
    {
        int value = int.Parse(_pattern.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        _at += digits;
        return value;
    }

    private int ReadOctal()
    {
        int value = 0;
        for (int digits = 0; digits < 3 && Peek() is >= '0' and <= '7'; digits++)
        {
            value = (value * 8) + Peek() - '0';
            _at++;
        }

        return value & 0xFF;
    }
}
