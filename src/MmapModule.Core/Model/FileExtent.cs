using System;

namespace MmapModule;

/// <summary>A part of a file that is all data or all hole and, as data, in one piece on its device.</summary>
public sealed class FileExtent
{
    internal FileExtent(string path, MapRange range, FileExtentKind kind)
    {
        Path = path;
        Offset = range.Offset;
        Length = range.Length;
        Kind = kind;
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>Where the part starts, in bytes from the start of the file.</summary>
    public long Offset { get; }

    /// <summary>How many bytes it has.</summary>
    public long Length { get; }

    /// <summary>Whether it is data, a hole, or blocks that have never been written.</summary>
    public FileExtentKind Kind { get; }

    /// <summary>Where it starts on the device of the file system, in bytes; null for holes, for data that has no place yet or is compressed, and where the file system does not tell.</summary>
    public long? Physical { get; internal init; }

    /// <summary>Whether other files, such as a copy by cp --reflink, have the same blocks; null for holes and where the file system does not tell.</summary>
    public bool? Shared { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind} at 0x{Offset:X}, {ByteCount.Text(Length)}");
}
