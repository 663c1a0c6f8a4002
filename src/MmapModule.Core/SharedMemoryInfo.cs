using System;

namespace MmapModule;

/// <summary>A POSIX shared memory object, or a System V segment, at the time it was examined.</summary>
public sealed class SharedMemoryInfo
{
    internal SharedMemoryInfo()
    {
    }

    /// <summary>The name, as New-MemoryMap -Name takes it; null for a System V segment.</summary>
    public string? Name { get; init; }

    /// <summary>The mechanism.</summary>
    public SharedMemoryKind Kind { get; init; }

    /// <summary>The key of a System V segment, 0 for one without; null for an object with a name.</summary>
    public int? Key { get; init; }

    /// <summary>The id of a System V segment; null for an object with a name.</summary>
    public int? Id { get; init; }

    /// <summary>The size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The user who owns it.</summary>
    public required string Owner { get; init; }

    /// <summary>The permissions in octal, such as 0600.</summary>
    public required string Mode { get; init; }

    /// <summary>The processes that map it or have it open, as far as this user may see them.</summary>
    public required int[] ProcessId { get; init; }

    /// <summary>How often a System V segment is attached, as the kernel counts; null for an object with a name.</summary>
    public long? AttachCount { get; init; }

    /// <summary>The process that created a System V segment, which may have ended; null for an object with a name.</summary>
    public int? CreatorId { get; init; }

    /// <summary>True for a System V segment that has been removed and goes when it is attached nowhere any more.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>True if no process is seen to map it or to have it open; a System V segment, if it is attached nowhere.</summary>
    public required bool IsOrphan { get; init; }

    /// <summary>False if some processes may not be examined by this user, so that one of them may use the object unseen. The kernel counts for System V segments.</summary>
    public required bool Reliable { get; init; }

    /// <summary>When it was last changed through a descriptor or created, in local time; a System V segment, when it was last attached, detached or changed.</summary>
    public required DateTime? LastWriteTime { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text(Name, Key, Id);

    /// <summary>The name of shared memory in messages.</summary>
    internal static string Text(string? name, int? key, int? id) =>
        name is not null ? Shown.Name(name) : FormattableString.Invariant($"segment {id} (key 0x{key ?? 0:X8})");
}
