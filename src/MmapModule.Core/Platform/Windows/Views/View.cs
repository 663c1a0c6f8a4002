namespace MmapModule.Platform.Windows.Views;

/// <summary>A view of a section in this process.</summary>
internal sealed record View
{
    /// <summary>Where it starts; a multiple of the page size.</summary>
    internal required nint Address { get; init; }

    /// <summary>In whole pages.</summary>
    internal required long Length { get; init; }

    /// <summary>What it shows.</summary>
    internal required Section Section { get; init; }

    /// <summary>Where it starts in the section, in bytes.</summary>
    internal required long Offset { get; init; }

    /// <summary>The protection it was mapped with (PAGE_), of which parts may have less.</summary>
    internal required uint Access { get; init; }

    /// <summary>Changed pages become copies of this process.</summary>
    internal required bool IsCopyOnWrite { get; init; }

    /// <summary>It shows a file, and not memory.</summary>
    internal required bool IsFile { get; init; }

    /// <summary>It shows memory that no other view shows, so that its bytes go with it. Memory with a name stays, and others may write to it meanwhile.</summary>
    internal required bool IsSoleView { get; init; }

    /// <summary>It has bytes that no file and no other view has.</summary>
    internal bool HasOwnBytes => IsCopyOnWrite || IsSoleView;

    /// <summary>Which file.</summary>
    internal FileIdentity Identity { get; init; }

    /// <summary>Memory that gets its pages when they are used first.</summary>
    internal required bool IsReserved { get; init; }

    /// <summary>It took the place of a placeholder, so that a part of it can be unmapped.</summary>
    internal required bool HasPlaceholder { get; init; }

    /// <summary>The first address after it.</summary>
    internal nint End => Address + (nint)Length;

    /// <summary>All of it, counted from another address.</summary>
    internal MapRange From(nint address) => new(Address - address, Length);
}
