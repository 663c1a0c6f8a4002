namespace MmapModule.Platform.Linux.Errors;

/// <summary>What was being done when a system call failed: all the translator needs to word an error.</summary>
internal readonly record struct NativeFailure
{
    internal required string Call { get; init; }

    internal string? Path { get; init; }

    /// <summary>The name, if it is a POSIX shared memory object.</summary>
    internal string? SharedName { get; init; }

    /// <summary>What it is called, if it is a semaphore.</summary>
    internal SemaphoreTarget? Semaphore { get; init; }

    /// <summary>The name, if it is a shared queue.</summary>
    internal string? Queue { get; init; }

    /// <summary>The process that was examined, if it is about one.</summary>
    internal int? ProcessId { get; init; }

    internal long? Offset { get; init; }

    internal long? Length { get; init; }

    /// <summary>How many bytes had been done before it failed.</summary>
    internal long Transferred { get; init; }

    internal MapBacking? Backing { get; init; }

    internal MapRequest? Request { get; init; }

    /// <summary>The file was to be opened for writing.</summary>
    internal bool ForWriting { get; init; }

    /// <summary>How a message calls the file.</summary>
    internal string Subject =>
        Semaphore is { } semaphore ? semaphore.ToString()
        : Queue is not null ? "the queue '" + Queue + "'"
        : SharedName is not null ? "shared memory '" + SharedName + "'"
        : Path is not null ? "'" + Path + "'"
        : "the memory";
}
