using System;

namespace MmapModule;

/// <summary>What happened to a file, and how long it and its successor were then.</summary>
public sealed class FileChange
{
    internal FileChange()
    {
    }

    /// <summary>The path that is watched.</summary>
    public required string Path { get; init; }

    /// <summary>What of that which was waited for has happened.</summary>
    public required FileEvents Event { get; init; }

    /// <summary>What was known to be the length of the file: the end of its map, or its length when the wait began.</summary>
    public required long LengthBefore { get; init; }

    /// <summary>The length of the file now, whatever has become of its path.</summary>
    public required long Length { get; init; }

    /// <summary>The length of the file that has the path now; null if it is the same one, or if there is none.</summary>
    public long? NewLength { get; init; }

    /// <summary>The device of the file, major and minor number in hex: fe:00.</summary>
    public required string Device { get; init; }

    /// <summary>The inode of the file.</summary>
    public required ulong Inode { get; init; }

    /// <summary>The device of the file that has the path now; null if it is the same one, or if there is none.</summary>
    public string? NewDevice { get; init; }

    /// <summary>The inode of the file that has the path now; null if it is the same one, or if there is none.</summary>
    public ulong? NewInode { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Shown.Name(Path)}: {Event} ({LengthBefore} to {Length} bytes)");
}
