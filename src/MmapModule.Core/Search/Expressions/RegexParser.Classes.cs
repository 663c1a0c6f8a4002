using System;
using System.Buffers;

namespace MmapModule.Search;

/// <content>What stands in square brackets.</content>
internal sealed partial class RegexParser
{
    private static readonly SearchValues<char> s_posixNameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz^");

    /// <summary>.NET reads [a-z-[b-y-[c-x...]]] with a call inside a call, which could use up the stack, so this is looked at first.</summary>
    private static void ThrowIfDeep(string pattern)
    {
        int depth = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[' when i > 0 && pattern[i - 1] == '-' && ++depth > DeepestNesting:
                    throw RegexErrors.Unsupported(pattern, "brackets that are nested so deep");
                case ']' when i > 0 && pattern[i - 1] is not ('[' or '^'):
                    depth = 0;
                    break;
                default:
                    break;
            }
        }
    }

    private ByteSet ReadClass()
    {
        if (++_depth > DeepestNesting)
        {
            throw Unsupported("brackets that are nested so deep");
        }

        bool isNegated = Take("^");
        ByteSet set = ByteSet.None;
        ByteSet without = ByteSet.None;
        for (bool isFirst = true; isFirst || Peek() != ']'; isFirst = false)
        {
            if (!isFirst && Peek() == '-' && Peek(1) == '[')
            {
                // [a-z-[aeiou]]: what follows is taken away again.
                _at += 2;
                without = ReadClass();
                break;
            }

            ThrowIfPosix();
            set |= ReadMember();
        }

        _at++;
        _depth--;
        set = InCase(set);
        return (isNegated ? ~set : set) & ~without;
    }

    private ByteSet ReadMember()
    {
        if (Peek() == '\\')
        {
            _at++;
            if (TryReadNamedClass() is { } named)
            {
                return named;
            }

            _at--;
        }

        int first = ReadClassCharacter();
        if (Peek() != '-' || Peek(1) is ']')
        {
            return ByteSet.Of(OneByte(first));
        }

        if (Peek(1) == '[' && !IsDone)
        {
            // The set that is taken away follows.
            return ByteSet.Of(OneByte(first));
        }

        _at++;
        int last = ReadClassCharacter();
        return ByteSet.Range(OneByte(first), Math.Min(last, byte.MaxValue));
    }

    private int ReadClassCharacter()
    {
        char character = _pattern[_at++];
        return character == '\\' ? ReadEscapedCharacter() : character;
    }

    /// <summary>[[:alpha:]] means something else to .NET, which hardly anybody wants.</summary>
    private void ThrowIfPosix()
    {
        if (Peek() != '[' || Peek(1) is not (':' or '.' or '='))
        {
            return;
        }

        int end = _pattern.IndexOf(Peek(1) + "]", _at + 2, StringComparison.Ordinal);
        if (end > 0 && !_pattern.AsSpan(_at + 2, end - _at - 2).ContainsAnyExcept(s_posixNameCharacters))
        {
            throw RegexErrors.Posix(_pattern, _pattern[_at..(end + 2)]);
        }
    }
}
