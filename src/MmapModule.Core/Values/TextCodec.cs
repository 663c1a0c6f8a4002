using System;
using System.Text;

namespace MmapModule;

/// <summary>The text encoding used where none is given, and the only place that turns text into bytes.</summary>
public static class TextCodec
{
    /// <summary>What a decoder puts in the place of bytes that are not text.</summary>
    internal const char Replacement = '\uFFFD';

    /// <summary>UTF-8 without byte order mark.</summary>
    public static Encoding Default { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The bytes of a text. An encoding by itself would write question marks for what it does not have.</summary>
    /// <exception cref="MmapException">InvalidArgument: the encoding lacks a character, or the text has half of a surrogate pair.</exception>
    internal static byte[] GetBytes(Encoding encoding, string text) => TryEncode(encoding, text) ?? throw CannotEncode(encoding, text);

    /// <summary>The bytes of a text, or null if the encoding lacks one of its characters and would write a question mark.</summary>
    internal static byte[]? TryEncode(Encoding encoding, string text)
    {
        Encoding strict = (Encoding)encoding.Clone();
        strict.EncoderFallback = EncoderFallback.ExceptionFallback;
        try
        {
            byte[] bytes = strict.GetBytes(text);

            // An encoding that somebody else has written need not know of fallbacks.
            return IsOfNet(encoding) || strict.GetString(bytes) == text ? bytes : null;
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
        catch (Exception error) when (IsFaultOf(encoding, error))
        {
            throw Failed(encoding, error);
        }
    }

    /// <summary>The text that bytes mean.</summary>
    /// <exception cref="MmapException">InvalidArgument: an encoding that is not one of .NET's has failed.</exception>
    internal static string GetString(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (Exception error) when (IsFaultOf(encoding, error))
        {
            throw Failed(encoding, error);
        }
    }

    /// <summary>How many zero bytes the character U+0000 has.</summary>
    /// <exception cref="MmapException">InvalidArgument: an encoding that is not one of .NET's has failed.</exception>
    internal static int TerminatorWidth(Encoding encoding)
    {
        try
        {
            int width = encoding.GetByteCount("\0");
            return width is > 0 and <= 16 ? width : throw new ArgumentOutOfRangeException(nameof(encoding), "It has no zero character.");
        }
        catch (Exception error) when (IsFaultOf(encoding, error))
        {
            throw Failed(encoding, error);
        }
    }

    internal static MmapException NoSuchCharacter(Encoding encoding, string text) => ValueErrors.NoSuchCharacter(NameOf(encoding), text);

    internal static MmapException CannotEncode(Encoding encoding, string text) => CannotEncode(encoding, text, "The text");

    /// <summary>The first character that cannot be written, and where it is.</summary>
    internal static MmapException CannotEncode(Encoding encoding, string text, string what)
    {
        int place = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isHalf = rune == Rune.ReplacementChar && text[place] != Replacement;
            if (isHalf || TryEncode(encoding, rune.ToString()) is null)
            {
                return ValueErrors.NotInEncoding(what, isHalf ? ValueErrors.HalfPair(text[place]) : ValueErrors.Character(rune), place + 1, NameOf(encoding));
            }

            place += rune.Utf16SequenceLength;
        }

        return ValueErrors.LostInEncoding(what, NameOf(encoding));
    }

    private static bool IsOfNet(Encoding encoding) =>
        encoding.GetType().Assembly == typeof(UTF8Encoding).Assembly || encoding.GetType().Assembly == typeof(CodePagesEncodingProvider).Assembly;

    /// <summary>The code of an encoding that somebody else has written can throw anything, and a wrong count looks like a lack of memory.</summary>
    private static bool IsFaultOf(Encoding encoding, Exception error) => !IsOfNet(encoding) && error is not MmapException;

    private static MmapException Failed(Encoding encoding, Exception error) => ValueErrors.EncodingFailed(NameOf(encoding), error);

    /// <summary>Encodings that somebody else has written need not have a name.</summary>
    private static string NameOf(Encoding encoding)
    {
        try
        {
            return encoding.WebName;
        }
        catch (NotSupportedException)
        {
            return encoding.GetType().Name;
        }
    }
}
