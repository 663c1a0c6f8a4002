using System;
using System.Text;

namespace MmapModule;

/// <content>Text.</content>
public abstract partial class MappedMemory
{
    /// <summary>Reads text.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="length">The number of bytes, not of characters; null means the rest.</param>
    /// <param name="encoding">The encoding; UTF-8 by default.</param>
    /// <returns>The text.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public string ReadString(long offset = 0, long? length = null, Encoding? encoding = null) =>
        TextCodec.GetString(encoding ?? TextCodec.Default, Read(offset, length));

    /// <summary>Writes text, without a terminating zero.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="text">The text.</param>
    /// <param name="encoding">The encoding; UTF-8 without byte order mark by default.</param>
    /// <exception cref="MmapException">
    /// InvalidArgument: the encoding lacks a character of the text (nothing is written then); or the text does not fit or cannot be written.
    /// </exception>
    public void WriteString(long offset, string text, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(offset, TextCodec.GetBytes(encoding ?? TextCodec.Default, text));
    }
}
