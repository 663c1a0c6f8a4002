using System;

namespace MmapModule.Platform;

/// <summary>The semaphore that a call was about: its name, its key or its id, whatever the user knows of it.</summary>
internal readonly record struct SemaphoreTarget
{
    internal string? Name { get; init; }

    internal int? Key { get; init; }

    internal int? Id { get; init; }

    /// <summary>True if the set was there when it was opened.</summary>
    internal bool WasOpen { get; init; }

    public override string ToString() =>
        Name is not null ? "semaphore '" + Name + "'"
        : Id is { } id ? FormattableString.Invariant($"semaphore set {id}")
        : FormattableString.Invariant($"the semaphore set with the key 0x{Key ?? 0:X8}");
}
