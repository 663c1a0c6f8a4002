namespace MmapModule.Copying;

/// <summary>What a copy to a file does with a file that is there.</summary>
internal readonly record struct FileTargetOptions
{
    /// <summary>It must not be there.</summary>
    internal bool NoClobber { get; init; }

    /// <summary>The copy begins at its end.</summary>
    internal bool Append { get; init; }

    /// <summary>It ends where the copy ends.</summary>
    internal bool Truncate { get; init; }
}
