using System;

namespace MmapModule.Platform.Linux.Errors;

/// <summary>The message queue or segment that a call was about, and the words for it.</summary>
internal readonly record struct SystemVTarget
{
    /// <summary>What it is.</summary>
    internal required string Noun { get; init; }

    internal int? Key { get; init; }

    internal int? Id { get; init; }

    /// <summary>True if it was there when it was opened.</summary>
    internal bool WasOpen { get; init; }

    internal MmapErrorKind NotFound { get; init; }

    internal MmapErrorKind Exists { get; init; }

    /// <summary>What lists the existing ones.</summary>
    internal string Lister { get; init; }

    /// <summary>What removes one.</summary>
    internal string Remover { get; init; }

    /// <summary>How one is created.</summary>
    internal string Creation { get; init; }

    internal static SystemVTarget Queue(int? key, int? id, bool wasOpen = false) => new()
    {
        Noun = "message queue",
        Key = key,
        Id = id,
        WasOpen = wasOpen,
        NotFound = MmapErrorKind.QueueNotFound,
        Exists = MmapErrorKind.QueueExists,
        Lister = "Get-MessageQueue",
        Remover = "Remove-MessageQueue",
        Creation = "New-MessageQueue " + Option.Key + " creates one.",
    };

    internal static SystemVTarget Segment(int? key, int? id) => new()
    {
        Noun = "shared memory segment",
        Key = key,
        Id = id,
        NotFound = MmapErrorKind.SharedMemoryNotFound,
        Exists = MmapErrorKind.SharedMemoryExists,
        Lister = "Get-SharedMemory " + Option.Kind + " SystemV",
        Remover = "Remove-SharedMemory",
        Creation = "New-MemoryMap " + Option.Key + " creates one if you give a " + Option.Size + ".",
    };

    public override string ToString() =>
        Id is { } id ? FormattableString.Invariant($"the {Noun} {id}") : FormattableString.Invariant($"the {Noun} with the key 0x{Key ?? 0:X8}");
}
