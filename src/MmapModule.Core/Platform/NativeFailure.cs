namespace MmapModule.Platform;

/// <summary>What was being done when a call of the system failed: all that is needed to word an error.</summary>
internal readonly record struct NativeFailure
{
    /// <summary>The function, as its documentation spells it.</summary>
    internal required string Call { get; init; }

    /// <summary>The path, if it is about a file.</summary>
    internal string? Path { get; init; }

    /// <summary>The name, if it is shared memory.</summary>
    internal string? SharedName { get; init; }

    /// <summary>What it is called, if it is a semaphore.</summary>
    internal SemaphoreTarget? Semaphore { get; init; }

    /// <summary>The name, if it is a shared queue.</summary>
    internal string? Queue { get; init; }

    /// <summary>How a message calls it, if it is something else: "the lock 'x'".</summary>
    internal string? What { get; init; }

    /// <summary>The process that was examined, if it is about one.</summary>
    internal int? ProcessId { get; init; }

    /// <summary>Where, in bytes from the start of the map or of the file.</summary>
    internal long? Offset { get; init; }

    /// <summary>How many bytes were concerned.</summary>
    internal long? Length { get; init; }

    /// <summary>How many bytes had been done before it failed.</summary>
    internal long Transferred { get; init; }

    /// <summary>The file, if it is open.</summary>
    internal MapBacking? Backing { get; init; }

    /// <summary>What was to be mapped, if it is about that.</summary>
    internal MapRequest? Request { get; init; }

    /// <summary>The file was to be opened for writing, or written.</summary>
    internal bool ForWriting { get; init; }

    /// <summary>How a message calls it.</summary>
    internal string Subject =>
        Semaphore is { } semaphore ? semaphore.ToString()
        : Queue is not null ? "the queue '" + Queue + "'"
        : What ?? (SharedName is not null ? "shared memory '" + SharedName + "'"
            : Path is not null ? "'" + Path + "'"
            : "the memory");

    /// <summary>The error for it.</summary>
    /// <param name="why">What is wrong, and what to do.</param>
    /// <param name="code">The name of the code that the system gave.</param>
    internal MmapException ToError((MmapErrorKind Kind, string Message, string Action) why, string? code) => new(why.Kind, why.Message, why.Action)
    {
        ErrnoName = code,
        NativeCall = Call,
        Path = Path,
        Offset = Offset,
        Length = Length,
        BytesTransferred = Transferred,
        IsWrite = ForWriting,
    };
}
