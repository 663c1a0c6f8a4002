using System;
using System.Collections.Generic;

namespace MmapModule;

/// <summary>A semaphore at the time it was examined.</summary>
public sealed class SharedSemaphoreInfo
{
    internal SharedSemaphoreInfo()
    {
    }

    /// <summary>The name of a POSIX semaphore; null for a System V set.</summary>
    public string? Name { get; init; }

    /// <summary>The key of a System V set, 0 for one without; null for a POSIX semaphore.</summary>
    public int? Key { get; init; }

    /// <summary>The id of a System V set; null for a POSIX semaphore.</summary>
    public int? Id { get; init; }

    /// <summary>The mechanism.</summary>
    public required SharedSemaphoreKind Kind { get; init; }

    /// <summary>How many permits are free, in a set those of its first semaphore; null if this user may not look, or if it is not a valid semaphore.</summary>
    public int? Count => Counts.Count > 0 ? Counts[0] : null;

    /// <summary>How many wait for a permit of it, in a set of its first semaphore; null where Count is null.</summary>
    public int? Waiters { get; init; }

    /// <summary>The user who owns it.</summary>
    public required string Owner { get; init; }

    /// <summary>The permissions in octal, such as 0600.</summary>
    public required string Mode { get; init; }

    /// <summary>How many semaphores there are: 1, or as many as a System V set has.</summary>
    public int SetSize { get; init; } = 1;

    /// <summary>The free permits of each semaphore of a set; empty if they cannot be read.</summary>
    public IReadOnlyList<int> Counts { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Text(Name, Key, Id);

    /// <summary>The name of a semaphore in messages.</summary>
    internal static string Text(string? name, int? key, int? id) =>
        name is not null ? Shown.Name(name) : FormattableString.Invariant($"semaphore set {id} (key 0x{key ?? 0:X8})");
}
