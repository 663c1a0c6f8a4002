using System.IO;

namespace MmapModule;

/// <summary>An operation on a memory map failed; <see cref="Kind"/> says why.</summary>
public sealed class MmapException : IOException
{
    internal MmapException(MmapErrorKind kind, string message, string recommendedAction)
        : base(Shown.Name(message))
    {
        Kind = kind;
        Advice = Shown.Name(recommendedAction);
    }

    /// <summary>Why it failed; the same word is the error id of the cmdlets.</summary>
    public MmapErrorKind Kind { get; }

    /// <summary>What to do next, in one sentence, with the numbers that matter.</summary>
    public string RecommendedAction => Option.AsNames(Advice);

    /// <summary>The symbolic error number of the system call, such as ENOMEM; null if none was involved.</summary>
    public string? ErrnoName { get; internal init; }

    /// <summary>The system call that failed, such as mmap; null if none was involved.</summary>
    public string? NativeCall { get; internal init; }

    /// <summary>The file concerned; null if there is none.</summary>
    public string? Path { get; internal init; }

    /// <summary>The offset concerned, in bytes from the start of the map (from the start of the file while mapping).</summary>
    public long? Offset { get; internal init; }

    /// <summary>The length concerned, in bytes.</summary>
    public long? Length { get; internal init; }

    /// <summary>How many bytes were read or written before the error.</summary>
    public long BytesTransferred { get; internal init; }

    /// <summary>True if the failed access was a write.</summary>
    public bool IsWrite { get; internal init; }

    /// <summary>The recommended action with marked names of options; see <see cref="Option"/>.</summary>
    internal string Advice { get; }

    /// <summary>True if a mapping that was to be replaced is gone, or may be.</summary>
    internal bool HasUnmapped { get; set; }

    /// <summary>The input that failed, where an operation has two; null elsewhere.</summary>
    internal MappedMemory? Input { get; set; }
}
