using System.Text;

namespace MmapModule;

/// <summary>The text encoding used where none is given.</summary>
public static class TextCodec
{
    /// <summary>UTF-8 without byte order mark.</summary>
    public static Encoding Default { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The bytes of a text, or null if the encoding lacks one of its characters and would write a question mark.</summary>
    internal static byte[]? TryEncode(Encoding encoding, string text)
    {
        Encoding strict = (Encoding)encoding.Clone();
        strict.EncoderFallback = EncoderFallback.ExceptionFallback;
        try
        {
            return strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    internal static MmapException NoSuchCharacter(Encoding encoding, string text) => MapErrors.Invalid(
        "The encoding " + encoding.WebName + " has not all characters of '" + text + "', so this text cannot be in the bytes.",
        "Give the -Encoding that the file is written in, or search with -Hex or -Bytes.");
}
