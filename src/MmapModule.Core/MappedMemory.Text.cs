using System;
using System.Text;
using MmapModule.Access;

namespace MmapModule;

/// <content>Text and plain search.</content>
public abstract partial class MappedMemory
{
    /// <summary>Reads text.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="length">The number of bytes, not of characters; null means the rest.</param>
    /// <param name="encoding">The encoding; UTF-8 by default.</param>
    /// <returns>The text.</returns>
    /// <exception cref="MmapException">The range is wrong or cannot be read.</exception>
    public string ReadString(long offset = 0, long? length = null, Encoding? encoding = null) =>
        (encoding ?? TextCodec.Default).GetString(Read(offset, length));

    /// <summary>Writes text, without a terminating zero.</summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="text">The text.</param>
    /// <param name="encoding">The encoding; UTF-8 without byte order mark by default.</param>
    /// <exception cref="MmapException">The text does not fit or cannot be written.</exception>
    public void WriteString(long offset, string text, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(offset, (encoding ?? TextCodec.Default).GetBytes(text));
    }

    /// <summary>Finds the first occurrence of some bytes.</summary>
    /// <param name="pattern">The bytes to look for.</param>
    /// <param name="from">Where to start, relative to this object.</param>
    /// <returns>The offset of the first match, counted from the start of the map; -1 if there is none.</returns>
    /// <exception cref="MmapException">The start is out of range, or the bytes cannot be read.</exception>
    public long Search(byte[] pattern, long from = 0)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return ByteSearch.First(Owner, Resolve(from), pattern);
    }

    /// <summary>Finds the first occurrence of some text in UTF-8.</summary>
    /// <param name="text">The text to look for.</param>
    /// <param name="from">Where to start, relative to this object.</param>
    /// <returns>The offset of the first match, counted from the start of the map; -1 if there is none.</returns>
    /// <exception cref="MmapException">The start is out of range, or the bytes cannot be read.</exception>
    public long Search(string text, long from = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Search(TextCodec.Default.GetBytes(text), from);
    }
}
