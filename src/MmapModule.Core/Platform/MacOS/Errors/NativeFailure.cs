namespace MmapModule.Platform.MacOS.Errors;

/// <summary>What was being done when a system call failed: all the translator needs to word an error.</summary>
internal readonly record struct NativeFailure
{
    /// <summary>The function, as its manual page is called.</summary>
    internal required string Call { get; init; }

    /// <summary>The path, if it is about a file.</summary>
    internal string? Path { get; init; }

    /// <summary>The name without a slash, if it is shared memory.</summary>
    internal string? SharedName { get; init; }

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
        SharedName is not null ? "shared memory '" + SharedName + "'"
        : Path is not null ? "'" + Path + "'"
        : "the memory";
}
