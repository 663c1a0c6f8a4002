namespace MmapModule;

/// <summary>What a picture of bytes shows.</summary>
public enum PictureStyle
{
    /// <summary>How little the bytes repeat each other, in bits per byte.</summary>
    Entropy,

    /// <summary>Whether they are zeros, control characters, text, high bytes or 0xFF.</summary>
    ByteClass,
}
