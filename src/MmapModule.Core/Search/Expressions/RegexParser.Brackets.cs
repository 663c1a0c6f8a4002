using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MmapModule.Search;

/// <content>What stands in round brackets.</content>
internal sealed partial class RegexParser
{
    private RegexNode? ReadBrackets()
    {
        if (!Take("?"))
        {
            return Has(RegexOptions.ExplicitCapture) ? Close(ReadChoice()) : new RegexNode.Group(Close(ReadChoice()), "(");
        }

        if (Take(":"))
        {
            return Close(ReadChoice());
        }

        if (Take("="))
        {
            return new RegexNode.Look(Close(ReadChoice()), IsBehind: false, IsNegated: false);
        }

        if (Take("!"))
        {
            return new RegexNode.Look(Close(ReadChoice()), IsBehind: false, IsNegated: true);
        }

        if (Take("<="))
        {
            return new RegexNode.Look(Close(ReadChoice()), IsBehind: true, IsNegated: false);
        }

        if (Take("<!"))
        {
            return new RegexNode.Look(Close(ReadChoice()), IsBehind: true, IsNegated: true);
        }

        if (Take(">"))
        {
            return new RegexNode.Atomic(Close(ReadChoice()));
        }

        if (Take("<") || Take("'"))
        {
            char end = _pattern[_at - 1] == '<' ? '>' : '\'';
            return new RegexNode.Group(Close(ReadChoiceBehindName(end, out string name)), "(?<" + name + ">");
        }

        return Take("(") ? ReadCondition() : ReadOptions();
    }

    private RegexNode ReadChoiceBehindName(char end, out string name)
    {
        int close = _pattern.IndexOf(end, _at);
        name = _pattern[_at..close];
        _at = close + 1;
        return ReadChoice();
    }

    private RegexNode Close(RegexNode content) => Take(")") ? content : throw Unsupported(_pattern[Math.Min(_at, _pattern.Length)..]);

    /// <summary>(?i) for the rest of the brackets around it, or (?i:...).</summary>
    private RegexNode? ReadOptions()
    {
        RegexOptions outside = _options;
        bool isOn = true;
        while (true)
        {
            char letter = Peek();
            _at++;
            switch (letter)
            {
                case '-':
                    isOn = false;
                    continue;
                case '+':
                    isOn = true;
                    continue;
                case ')':
                    return null;
                case ':':
                    RegexNode content = Close(ReadChoice());
                    _options = outside;
                    return content;
                default:
                    RegexOptions option = char.ToLowerInvariant(letter) switch
                    {
                        'i' => RegexOptions.IgnoreCase,
                        'm' => RegexOptions.Multiline,
                        'n' => RegexOptions.ExplicitCapture,
                        's' => RegexOptions.Singleline,
                        'x' => RegexOptions.IgnorePatternWhitespace,
                        _ => throw Unsupported("(?" + letter),
                    };
                    _options = isOn ? _options | option : _options & ~option;
                    continue;
            }
        }
    }

    /// <summary>(?(group)yes|no) or (?(expression)yes|no).</summary>
    private RegexNode.Condition ReadCondition()
    {
        int close = _pattern.IndexOf(')', _at);
        string name = _pattern[_at..close];
        RegexNode? test = null;
        if (IsGroup(name))
        {
            _at = close + 1;
        }
        else
        {
            // A test that is itself a lookaround, (?(?=a)...), is written only with the brackets of the lookaround.
            _at--;
            int start = _at;
            test = Peek(1) == '?' && Peek(2) is '=' or '!' or '<'
                ? ReadLook()
                : new RegexNode.Look(ReadTest(start), IsBehind: false, IsNegated: false);
        }

        RegexOptions outside = _options;
        RegexNode yes = ReadSequence();
        RegexNode no = Take("|") ? ReadSequence() : new RegexNode.Sequence([]);
        if (Peek() == '|')
        {
            throw Unsupported("a condition with more than two alternatives");
        }

        _options = outside;
        _ = Close(no);
        return new RegexNode.Condition(test, name, yes, no);
    }

    private RegexNode ReadLook()
    {
        _at++;
        return ReadBrackets()!;
    }

    private RegexNode ReadTest(int start)
    {
        _at = start + 1;
        return Close(ReadChoice());
    }

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
