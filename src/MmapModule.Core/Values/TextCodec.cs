using System.Text;

namespace MmapModule;

/// <summary>The text encoding used where none is given.</summary>
public static class TextCodec
{
    /// <summary>UTF-8 without byte order mark.</summary>
    public static Encoding Default { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
}
