using System;

namespace MmapModule;

/// <summary>Cuts a definition into tokens and leaves out spaces and comments.</summary>
internal sealed class DefinitionLexer
{
    private readonly string _text;
    private int _next;

    internal DefinitionLexer(string text) => _text = text;

    /// <summary>The next token; after the last one it is always the end.</summary>
    internal DefinitionToken Read()
    {
        bool isOnNewLine = SkipSpace();
        int start = _next;
        if (start == _text.Length)
        {
            return new DefinitionToken(DefinitionTokenKind.End, string.Empty, start, isOnNewLine);
        }

        if (_text[start] == '"' && FindQuote(start + 1) is >= 0 and int end)
        {
            _next = end + 1;
            return new DefinitionToken(DefinitionTokenKind.Text, _text[(start + 1)..end], start, isOnNewLine);
        }

        if (!IsWordPart(_text[start]))
        {
            _next++;
            return new DefinitionToken(DefinitionTokenKind.Sign, _text[start..(start + 1)], start, isOnNewLine);
        }

        while (_next < _text.Length && IsWordPart(_text[_next]))
        {
            _next++;
        }

        DefinitionTokenKind kind = char.IsAsciiDigit(_text[start]) ? DefinitionTokenKind.Number : DefinitionTokenKind.Word;
        return new DefinitionToken(kind, _text[start.._next], start, isOnNewLine);
    }

    /// <summary>The token after that; it is not taken.</summary>
    internal DefinitionToken Peek()
    {
        int next = _next;
        DefinitionToken token = Read();
        _next = next;
        return token;
    }

    /// <summary>Whether a text is one word.</summary>
    internal static bool IsWord(string text)
    {
        foreach (char c in text)
        {
            if (!IsWordPart(c))
            {
                return false;
            }
        }

        return text.Length > 0 && !char.IsAsciiDigit(text[0]);
    }

    /// <summary>The quote that ends a text; -1 if there is none in the line.</summary>
    private int FindQuote(int start)
    {
        for (int i = start; i < _text.Length && _text[i] is not ('\n' or '\r'); i++)
        {
            if (_text[i] == '"')
            {
                return i;
            }

            i += _text[i] == '\\' ? 1 : 0;
        }

        return -1;
    }

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c == '_';

    /// <summary>Skips spaces and comments; true if there was the end of a line among them.</summary>
    private bool SkipSpace()
    {
        bool isOnNewLine = false;
        while (_next < _text.Length)
        {
            char c = _text[_next];
            if (c == '#' || IsAt("//"))
            {
                int end = _text.AsSpan(_next).IndexOfAny('\n', '\r');
                _next = end < 0 ? _text.Length : _next + end;
            }
            else if (IsAt("/*"))
            {
                int end = _text.IndexOf("*/", _next + 2, StringComparison.Ordinal);
                int stop = end < 0 ? _text.Length : end + 2;
                isOnNewLine |= _text.AsSpan(_next, stop - _next).Contains('\n');
                _next = stop;
            }
            else if (char.IsWhiteSpace(c))
            {
                isOnNewLine |= c is '\n' or '\r';
                _next++;
            }
            else
            {
                break;
            }
        }

        return isOnNewLine;
    }

    private bool IsAt(string sign) => string.CompareOrdinal(_text, _next, sign, 0, sign.Length) == 0;
}
