using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MmapModule.Search;

/// <summary>Reads the syntax of .NET regular expressions, as one over bytes. To be called with expressions that .NET accepts.</summary>
/// <remarks>For bytes, classes such as \w and the case of letters are those of ASCII, as in other programs that search bytes.</remarks>
internal sealed partial class RegexParser
{
    /// <summary>Deeper brackets would use up the stack.</summary>
    private const int DeepestNesting = 200;

    private readonly string _pattern;
    private readonly Regex _known;
    private readonly HashSet<string> _groups;
    private readonly UnitSets? _units;
    private RegexOptions _options;
    private int _at;
    private int _depth;

    private RegexParser(string pattern, RegexOptions options, Regex known, UnitSets? units)
    {
        _units = units;
        _pattern = pattern;
        _options = options;
        _known = known;
        _groups = new HashSet<string>(known.GetGroupNames(), StringComparer.Ordinal);
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="ignoreCase">Whether letters match in both cases.</param>
    /// <param name="ofUnits">It is one over text of two-byte units: characters and classes are those of .NET.</param>
    /// <exception cref="MmapException">InvalidArgument: the expression is wrong, or says what no bytes can match.</exception>
    internal static RegexNode Parse(string pattern, bool ignoreCase, bool ofUnits = false)
    {
        try
        {
            // What is not regular for .NET is not regular here; and it knows the groups.
            ThrowIfDeep(pattern);
            Regex known = new(pattern, RegexOptions.Multiline);
            RegexParser parser = new(pattern, RegexOptions.Multiline | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None), known, ofUnits ? new UnitSets() : null);
            return parser.ReadAll();
        }
        catch (ArgumentException error)
        {
            throw RegexErrors.Wrong(pattern, error);
        }
    }

    private bool IsDone => _at >= _pattern.Length;

    private RegexNode ReadAll()
    {
        RegexNode all = ReadChoice();
        return IsDone ? all : throw Unsupported(_pattern[_at..]);
    }

    private bool Has(RegexOptions option) => (_options & option) != 0;

    private char Peek(int ahead = 0) => _at + ahead < _pattern.Length ? _pattern[_at + ahead] : '\0';

    private bool Take(string text)
    {
        if (!_pattern.AsSpan(Math.Min(_at, _pattern.Length)).StartsWith(text, StringComparison.Ordinal))
        {
            return false;
        }

        _at += text.Length;
        return true;
    }

    /// <summary>Whether brackets have a name, or a number although they have a name.</summary>
    private bool IsGroup(string name) =>
        _groups.Contains(name) || (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && _known.GroupNameFromNumber(number).Length > 0);

    private RegexNode ReadChoice()
    {
        if (++_depth > DeepestNesting)
        {
            throw Unsupported("brackets that are nested so deep");
        }

        // Options that are changed inside brackets, (?i), hold up to their end.
        RegexOptions outside = _options;
        List<RegexNode> ways = [ReadSequence()];
        while (Peek() == '|' && !IsDone)
        {
            _at++;
            ways.Add(ReadSequence());
        }

        _options = outside;
        _depth--;
        return ways.Count == 1 ? ways[0] : new RegexNode.Choice(ways);
    }

    private RegexNode ReadSequence()
    {
        List<RegexNode> parts = [];
        while (true)
        {
            SkipBlanks();
            if (IsDone || Peek() is '|' or ')')
            {
                return parts.Count == 1 ? parts[0] : new RegexNode.Sequence(parts);
            }

            if (ReadAtom() is { } atom)
            {
                parts.Add(ReadLoop(atom));
            }
        }
    }

    /// <summary>Comments are blank, and everything in (?x) that makes the expression easier to read.</summary>
    private void SkipBlanks()
    {
        while (!IsDone)
        {
            if (Take("(?#"))
            {
                _at = _pattern.IndexOf(')', _at) + 1;
            }
            else if (Has(RegexOptions.IgnorePatternWhitespace) && Peek() == '#')
            {
                int end = _pattern.IndexOf('\n', _at);
                _at = end < 0 ? _pattern.Length : end;
            }
            else if (Has(RegexOptions.IgnorePatternWhitespace) && (Peek() is ' ' or (>= '\t' and <= '\r')))
            {
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    /// <returns>Null if it was only a change of options.</returns>
    private RegexNode? ReadAtom()
    {
        int start = _at;
        RegexNode? atom = ReadAtomOfBytes();
        return _units is not null && atom is RegexNode.Bytes ? _units.NodeOf(_pattern[start.._at], _options) : atom;
    }

    private RegexNode? ReadAtomOfBytes()
    {
        char first = _pattern[_at++];
        switch (first)
        {
            case '(':
                return ReadBrackets();
            case '[':
                return new RegexNode.Bytes(ReadClass());
            case '\\':
                return ReadEscape();
            case '.':
                return new RegexNode.Bytes(Has(RegexOptions.Singleline) ? ByteSet.All : ~ByteSet.LineFeed);
            case '^':
                return new RegexNode.Place(Has(RegexOptions.Multiline) ? PlaceKind.LineStart : PlaceKind.Start);
            case '$':
                return new RegexNode.Place(Has(RegexOptions.Multiline) ? PlaceKind.LineEnd : PlaceKind.LastLineEnd);
            default:
                return new RegexNode.Bytes(InCase(ByteSet.Of(OneByte(first))));
        }
    }

    private ByteSet InCase(ByteSet set) => Has(RegexOptions.IgnoreCase) ? set.InBothCases() : set;

    private RegexNode ReadLoop(RegexNode atom)
    {
        SkipBlanks();
        (int from, int to) = Peek() switch
        {
            '*' => (0, RegexNode.Unlimited),
            '+' => (1, RegexNode.Unlimited),
            '?' => (0, 1),
            _ => (-1, -1),
        };
        if (from >= 0)
        {
            _at++;
        }
        else if (Peek() != '{' || !TryReadCounts(out from, out to))
        {
            return atom;
        }

        SkipBlanks();
        return new RegexNode.Loop(atom, from, to, IsLazy: Take("?"));
    }

    private bool TryReadCounts(out int from, out int to)
    {
        to = 0;
        int at = _at + 1;
        bool isCount = TryReadNumber(ref at, out from);
        if (isCount && at < _pattern.Length && _pattern[at] == ',')
        {
            at++;
            to = TryReadNumber(ref at, out int most) ? most : RegexNode.Unlimited;
        }
        else
        {
            to = from;
        }

        if (!isCount || at >= _pattern.Length || _pattern[at] != '}')
        {
            return false;
        }

        _at = at + 1;
        return true;
    }

    private bool TryReadNumber(ref int at, out int number)
    {
        int start = at;
        while (at < _pattern.Length && char.IsAsciiDigit(_pattern[at]))
        {
            at++;
        }

        return int.TryParse(_pattern.AsSpan(start, at - start), out number);
    }

    /// <summary>Refuses a character that is more than one byte, unless .NET is asked anyway what it means.</summary>
    private int OneByte(int character) => character <= byte.MaxValue ? character : _units is not null ? 0 : throw RegexErrors.NoByte(_pattern, (char)character);

    private MmapException Unsupported(string what) => RegexErrors.Unsupported(_pattern, what);
}
