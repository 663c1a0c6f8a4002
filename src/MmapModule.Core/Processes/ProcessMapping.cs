using System;

namespace MmapModule;

/// <summary>One mapping of a process, as /proc/PID/maps showed it at the time it was read.</summary>
public class ProcessMapping
{
    internal ProcessMapping()
    {
    }

    /// <summary>The id of the process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The name of the process.</summary>
    public required string ProcessName { get; init; }

    /// <summary>The address of the first byte in that process.</summary>
    public required ulong Start { get; init; }

    /// <summary>The address after the last byte.</summary>
    public required ulong End { get; init; }

    /// <summary>The size in bytes, a multiple of the page size.</summary>
    public long Size => (long)(End - Start);

    /// <summary>Read, write, execute, and whether it is shared (s) or private (p): r-xp.</summary>
    public required string Permissions { get; init; }

    /// <summary>Where in the file the mapping starts, in bytes.</summary>
    public required long Offset { get; init; }

    /// <summary>The device of the file, major and minor number in hex: fe:00. It is 00:00 for memory without a file.</summary>
    public required string Device { get; init; }

    /// <summary>The inode of the file; 0 for memory without a file.</summary>
    public required ulong Inode { get; init; }

    /// <summary>
    /// The path of the file, which ends in " (deleted)" if the name has gone; the kernel's name for other memory, such as
    /// [heap] or [stack]; null for memory without a name.
    /// </summary>
    public required string? Path { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Start:x}-{End:x} {Permissions} {Shown.Name(Path ?? string.Empty)}").TrimEnd();

    /// <summary>Whether this mapping, found later, has the first byte of another, of the same file or of none.</summary>
    /// <remarks>Mappings grow, shrink and are split, and their files are renamed and deleted, so no more is compared.</remarks>
    internal bool Continues(ProcessMapping earlier) =>
        Start <= earlier.Start && earlier.Start < End
        && Inode == earlier.Inode && Device == earlier.Device
        && (Inode == 0 || earlier.Start - Start == (ulong)(earlier.Offset - Offset));
}
